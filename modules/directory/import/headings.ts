/** What a column may hold; custom fields as `custom.<key>`. */
export const IMPORT_FIELDS = [
  'staff_no',
  'name',
  'last_name',
  'first_name',
  'email',
  'mobile',
  'job_title',
  'department',
  'department_group',
  'manager',
  'hired_on',
] as const
export type ImportField = (typeof IMPORT_FIELDS)[number]

/** Headings as HR systems, DingTalk, WeCom and Feishu write them; compared without case, spaces and signs. */
const HEADINGS: Record<ImportField, string> = {
  staff_no:
    'staff no|staff number|staff id|employee id|employee no|employee number|emp id|emp no|emp number|personnel number|personnel no|badge number|worker id|id|no|user id|工号|员工编号|员工号|员工工号|职工号|人员编号|编号|员工id|成员id',
  name: 'name|full name|display name|employee name|employee|person|staff name|姓名|名字|员工姓名|成员姓名|人员姓名|中文名|中文姓名|员工',
  last_name: 'last name|surname|family name|姓|姓氏',
  first_name: 'first name|given name|forename|名',
  email:
    'email|e-mail|email address|e-mail address|mail|work email|business email|company email|邮箱|电子邮箱|企业邮箱|邮件|电子邮件|工作邮箱|公司邮箱|邮箱地址',
  mobile:
    'mobile|phone|mobile phone|mobile no|mobile number|cell|cell phone|telephone|tel|phone number|phone no|手机|手机号|手机号码|电话|联系电话|移动电话|电话号码|联系方式',
  job_title:
    'job title|title|position|job|role|job position|designation|job role|职位|职务|岗位|职称|头衔|岗位名称|职位名称',
  department:
    'department|dept|team|unit|org unit|department name|dept name|部门|所属部门|部门名称|所在部门|科室|主部门',
  department_group:
    'department group|division|group|parent department|business unit|department_group|上级部门|部门组|事业部|一级部门|中心|部门分组',
  manager:
    'manager|manager staff no|manager_staff_no|manager id|manager no|manager staff number|manager employee id|manager email|supervisor|supervisor id|reports to|reporting manager|line manager|direct manager|主管|直属主管|直接主管|上级|直接上级|直属上级|汇报对象|主管工号|上级工号|直属主管工号|直接上级工号|经理|经理工号|部门主管',
  hired_on:
    'hired on|hired_on|hire date|hired|date hired|start date|date of hire|join date|joining date|date of joining|入职日期|入职时间|入司日期|入司时间|到岗日期|参加工作日期',
}

const plain = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '')

const byHeading = new Map(
  (Object.entries(HEADINGS) as [ImportField, string][]).flatMap(([field, names]) =>
    [field, ...names.split('|')].map((name) => [plain(name), field] as const),
  ),
)

export const fieldOfHeading = (heading: string): ImportField | undefined =>
  byHeading.get(plain(heading)) ??
  byHeading.get(plain(heading.replaceAll(/[（(].*?[)）]|\*|必填|选填/g, '')))

export const sameHeading = (a: string, b: string): boolean => plain(a) === plain(b)
