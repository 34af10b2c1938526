-- An old order system as many companies have one: a schema of its own, names from another time, no API.
CREATE SCHEMA erp;

CREATE TABLE erp.customers (
  cust_no bigint PRIMARY KEY,
  cust_name varchar(80) NOT NULL,
  short_name varchar(40),
  phone varchar(40),
  e_mail varchar(120),
  addr varchar(200),
  credit_code char(18),
  stamp timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE erp.orders (
  order_no varchar(20) PRIMARY KEY,
  cust_no bigint NOT NULL REFERENCES erp.customers,
  ordered_on date NOT NULL,
  total numeric(14, 2) NOT NULL CHECK (total >= 0),
  state varchar(12) NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'approved', 'shipped', 'closed')),
  remark text,
  -- Counts up with every change: what is new is asked for by it.
  change_no bigserial NOT NULL
);
CREATE INDEX orders_change ON erp.orders (change_no);
CREATE TABLE erp.shipments (
  ship_id bigserial PRIMARY KEY,
  order_no varchar(20) NOT NULL REFERENCES erp.orders,
  carrier varchar(40) NOT NULL,
  tracking varchar(60),
  shipped_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION erp.count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.change_no := nextval('erp.orders_change_no_seq');
  RETURN NEW;
END $$;
CREATE TRIGGER count_change BEFORE UPDATE ON erp.orders FOR EACH ROW EXECUTE FUNCTION erp.count_change();

INSERT INTO erp.customers (cust_no, cust_name, short_name, phone, e_mail, addr, credit_code) VALUES
  (1001, '苏州远山自行车有限公司', '远山', '0512-6800 1001', 'buy@yuanshan.example', '苏州市工业园区星湖街 328 号', '91320594MA1XYUAN0K'),
  (1002, '上海骑行者贸易有限公司', '骑行者', '021-5550 2002', NULL, '上海市浦东新区张江路 88 号', NULL),
  (1003, 'Acme Bicycles Ltd', 'Acme', '+44 20 7946 0003', 'orders@acme.example', '12 Mill Lane, Leeds', NULL),
  (1004, '杭州轮毂批发部', NULL, NULL, NULL, NULL, NULL);

INSERT INTO erp.orders (order_no, cust_no, ordered_on, total, state, remark)
SELECT 'SO-' || (26000 + n), 1001 + n % 4, date '2026-10-01' + n, 1000 + n * 137.5,
  (ARRAY['open', 'approved', 'shipped', 'closed'])[1 + n % 4], CASE WHEN n % 3 = 0 THEN '加急' END
FROM generate_series(1, 24) AS n;

INSERT INTO erp.shipments (order_no, carrier, tracking)
SELECT order_no, '顺丰', 'SF' || substr(order_no, 4) FROM erp.orders WHERE state IN ('shipped', 'closed');
