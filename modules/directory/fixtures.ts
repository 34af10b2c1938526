import type { AnyAction, InputOf } from '#kernel'
import type { Sample, World } from '#kernel/world'
import { createDepartment } from './actions/department.create.ts'
import { updateDepartment } from './actions/department.update.ts'
import { createPerson } from './actions/person.create.ts'

export interface SampleDepartment {
  readonly key: string
  readonly name: string
  readonly parent?: string
  readonly leader: string
}

/** 远山自行车: a tree of departments, each with its leader. */
export const departments: readonly SampleDepartment[] = [
  { key: 'management', name: '总经办', leader: 'lin' },
  { key: 'procurement', name: '采购部', leader: 'chen' },
  { key: 'finance', name: '财务部', leader: 'zhao' },
  { key: 'hr', name: '人力资源部', leader: 'he' },
  { key: 'it', name: '信息部', leader: 'gao' },
  { key: 'engineering', name: '研发部', leader: 'liu' },
  { key: 'frame', name: '车架组', parent: 'engineering', leader: 'xu' },
  { key: 'ebike', name: '电助力组 E-Bike', parent: 'engineering', leader: 'anna' },
  { key: 'production', name: '生产部', leader: 'zhou' },
  { key: 'assembly', name: '总装车间', parent: 'production', leader: 'wu' },
  { key: 'painting', name: '喷涂车间', parent: 'production', leader: 'zheng' },
  { key: 'quality', name: '质量部', parent: 'production', leader: 'feng' },
  { key: 'sales', name: '销售部', leader: 'han' },
  { key: 'domestic', name: '国内销售', parent: 'sales', leader: 'yang' },
  { key: 'overseas', name: '海外销售 International', parent: 'sales', leader: 'emily' },
]

export interface SamplePerson {
  readonly key: string
  readonly org: 'yuanshan' | 'jiangnan'
  readonly name: string
  readonly email: string
  readonly mobile: string
  readonly staff_no: string
  readonly job_title: string
  readonly department?: string
  readonly manager?: string
  readonly hired_on: string
}

type Line = readonly [
  key: string,
  name: string,
  email: string,
  title: string,
  department: string,
  manager: string,
  hired: string,
]

/** Managers stand above their people, so that one pass can plant them. */
const yuanshan: readonly Line[] = [
  ['lin', '林岚', 'lin.lan', '总经理', 'management', '', '2012-03-01'],
  ['chen', '陈涛', 'chen.tao', '采购经理', 'procurement', 'lin', '2014-06-16'],
  ['zhao', '赵敏', 'zhao.min', '财务经理', 'finance', 'lin', '2013-09-02'],
  ['liu', '刘洋', 'liu.yang', '研发总监', 'engineering', 'lin', '2012-05-07'],
  ['zhou', '周国强', 'zhou.guoqiang', '生产总监', 'production', 'lin', '2012-04-09'],
  ['han', '韩雪', 'han.xue', '销售总监', 'sales', 'lin', '2015-02-25'],
  ['he', '何静', 'he.jing', '人力资源经理', 'hr', 'lin', '2016-07-11'],
  ['gao', '高翔', 'gao.xiang', '信息主管', 'it', 'lin', '2017-03-20'],
  ['wang', '王芳', 'wang.fang', '采购专员', 'procurement', 'chen', '2018-08-13'],
  ['bo', 'Bo Larsen', 'bo.larsen', 'Sourcing Specialist', 'procurement', 'chen', '2019-10-08'],
  ['sun', '孙伟', 'sun.wei', '采购专员', 'procurement', 'chen', '2021-04-06'],
  ['qian', '钱丽', 'qian.li', '会计', 'finance', 'zhao', '2017-11-27'],
  ['lucy', 'Lucy Moreau', 'lucy.moreau', 'Financial Controller', 'finance', 'zhao', '2020-01-06'],
  ['ma', '马骏', 'ma.jun', '出纳', 'finance', 'zhao', '2022-02-14'],
  ['xu', '徐磊', 'xu.lei', '车架主任工程师', 'frame', 'liu', '2014-03-31'],
  ['anna', 'Anna Schmidt', 'anna.schmidt', 'Lead Engineer, E-Bike', 'ebike', 'liu', '2018-05-14'],
  ['tang', '唐宇', 'tang.yu', '结构工程师', 'frame', 'xu', '2019-07-01'],
  ['song', '宋佳', 'song.jia', '工业设计师', 'frame', 'xu', '2020-06-22'],
  ['raj', 'Raj Patel', 'raj.patel', 'Firmware Engineer', 'ebike', 'anna', '2021-09-13'],
  ['wu', '吴刚', 'wu.gang', '总装车间主任', 'assembly', 'zhou', '2013-01-14'],
  ['zheng', '郑海', 'zheng.hai', '喷涂车间主任', 'painting', 'zhou', '2013-08-19'],
  ['feng', '冯琳', 'feng.lin', '质量经理', 'quality', 'zhou', '2015-12-01'],
  ['jiang', '蒋斌', 'jiang.bin', '装配工', 'assembly', 'wu', '2018-03-05'],
  ['shen', '沈杰', 'shen.jie', '装配工', 'assembly', 'wu', '2019-03-18'],
  ['zeng', '曾乐', 'zeng.le', '喷涂工', 'painting', 'zheng', '2020-11-02'],
  ['stranger', '顾远', 'gu.yuan', '质检员', 'quality', 'feng', '2023-05-08'],
  ['yang', '杨帆', 'yang.fan', '国内销售经理', 'domestic', 'han', '2016-10-10'],
  [
    'emily',
    'Emily Clarke',
    'emily.clarke',
    'International Sales Manager',
    'overseas',
    'han',
    '2017-06-05',
  ],
  ['lv', '吕梦', 'lv.meng', '销售专员', 'domestic', 'yang', '2021-07-19'],
  [
    'oscar',
    'Oscar Núñez',
    'oscar.nunez',
    'Sales Representative',
    'overseas',
    'emily',
    '2022-09-26',
  ],
  ['shan', '单晓', 'shan.xiao', '招聘专员', 'hr', 'he', '2022-03-28'],
]

const jiangnan: readonly Line[] = [
  ['outsider', '苏晴', 'su.qing', '店长', '', '', '2015-05-04'],
  ['xia', '夏雨', 'xia.yu', '销售顾问', '', 'outsider', '2019-02-18'],
  ['mark', 'Mark Evans', 'mark.evans', 'Workshop Mechanic', '', 'outsider', '2021-08-02'],
]

export const people: readonly SamplePerson[] = [
  ...yuanshan.map((line, index) => personOf('yuanshan', 'YS', '1380010', line, index)),
  ...jiangnan.map((line, index) => personOf('jiangnan', 'JN', '1390020', line, index)),
]

function personOf(
  org: 'yuanshan' | 'jiangnan',
  prefix: string,
  digits: string,
  line: Line,
  index: number,
): SamplePerson {
  const [key, name, local, job_title, department, manager, hired_on] = line
  const number = String(index + 1).padStart(3, '0')
  return {
    key,
    org,
    name,
    email: `${local}@${org}.example`,
    mobile: `+86${digits}${number.padStart(4, '0')}`,
    staff_no: `${prefix}${number}`,
    job_title,
    hired_on,
    ...(department ? { department } : {}),
    ...(manager ? { manager } : {}),
  }
}

export const sample: Sample = {
  order: 20,
  async plant(world) {
    await plantDepartments(world)
    for (const { key, org, department, manager, ...person } of people) {
      const made = await call(world, org, createPerson, {
        ...person,
        ...(department ? { department: world.ids[`directory.department.${department}`]! } : {}),
        ...(manager ? { manager: world.people[manager]! } : {}),
      })
      world.people[key] = made.id
      world.orgOf[key] = org
    }
    for (const { key, leader } of departments) {
      const department = world.ids[`directory.department.${key}`]!
      await call(world, 'yuanshan', updateDepartment, { department, leader: world.people[leader]! })
    }
  },
}

async function plantDepartments(world: World): Promise<void> {
  for (const [index, { key, name, parent }] of departments.entries()) {
    const above = parent ? { parent: world.ids[`directory.department.${parent}`]! } : {}
    const made = await call(world, 'yuanshan', createDepartment, { name, sort: index, ...above })
    world.ids[`directory.department.${key}`] = made.id
  }
}

/** Planted by the operator's own hands, through the same actions as everybody's. */
async function call(
  world: World,
  org: string,
  action: AnyAction,
  input: InputOf<AnyAction>,
): Promise<{ id: string }> {
  const operator = world.operator(world.orgs[org]!)
  return (await world.kernel.call(action, input, operator, { door: 'setup' })) as { id: string }
}
