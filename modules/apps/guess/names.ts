import { pinyin } from 'pinyin-pro'
import { RESERVED } from '../manifest/check.ts'
import type { Words } from '../manifest/format.ts'
import { wordsOf } from '../manifest/words.ts'

/** What headings of everyday lists are called in the other language: an agent reads `amount`, a person 金额. */
const EVERYDAY: readonly (readonly [zh: string, en: string])[] = Object.entries({
  名称: 'Name',
  姓名: 'Name',
  标题: 'Title',
  主题: 'Subject',
  编号: 'Number',
  序号: 'Number',
  单号: 'Number',
  状态: 'Status',
  类型: 'Type',
  类别: 'Category',
  分类: 'Category',
  等级: 'Level',
  优先级: 'Priority',
  日期: 'Date',
  时间: 'Time',
  开始日期: 'Start date',
  结束日期: 'End date',
  开始时间: 'Start time',
  结束时间: 'End time',
  创建日期: 'Created on',
  截止日期: 'Due date',
  生日: 'Birthday',
  金额: 'Amount',
  总金额: 'Total',
  总价: 'Total',
  合计: 'Total',
  单价: 'Unit price',
  价格: 'Price',
  费用: 'Cost',
  成本: 'Cost',
  数量: 'Quantity',
  库存: 'Stock',
  单位: 'Unit',
  折扣: 'Discount',
  客户: 'Customer',
  客户名称: 'Customer',
  供应商: 'Supplier',
  产品: 'Product',
  产品名称: 'Product',
  商品: 'Product',
  订单: 'Order',
  订单号: 'Order number',
  合同: 'Contract',
  项目: 'Project',
  设备: 'Device',
  设备名称: 'Device',
  地址: 'Address',
  城市: 'City',
  国家: 'Country',
  省份: 'Province',
  邮编: 'Postal code',
  电话: 'Phone',
  手机: 'Mobile',
  手机号: 'Mobile',
  联系电话: 'Phone',
  联系人: 'Contact',
  邮箱: 'E-mail',
  电子邮箱: 'E-mail',
  网址: 'Website',
  链接: 'Link',
  公司: 'Company',
  部门: 'Department',
  负责人: 'Owner',
  经办人: 'Handled by',
  申请人: 'Applicant',
  检查人: 'Inspector',
  借用人: 'Borrower',
  备注: 'Note',
  说明: 'Description',
  描述: 'Description',
  内容: 'Content',
  结果: 'Result',
  原因: 'Reason',
  照片: 'Photo',
  图片: 'Picture',
  附件: 'Attachment',
  是否完成: 'Done',
  型号: 'Model',
  规格: 'Specification',
  品牌: 'Brand',
  颜色: 'Colour',
  位置: 'Place',
  地点: 'Place',
  巡检: 'Inspection',
  巡检记录: 'Inspection',
  资产: 'Asset',
  资产借用: 'Asset loan',
  归还日期: 'Returned on',
  借用日期: 'Lent on',
})

const byChinese = new Map(EVERYDAY)
const byEnglish = new Map(EVERYDAY.toReversed().map(([zh, en]) => [en.toLowerCase(), zh]))

/** `order_date` → Order date; 金额 → 金额 and Amount. */
export function titleOf(heading: string): Words {
  const own = wordsOf(heading)
  if (own.zh) {
    const en = byChinese.get(heading.replaceAll(/[（(].*?[)）]|\s/g, ''))
    return en ? { zh: heading, en } : { zh: heading }
  }
  const en = sentence(heading)
  const zh = byEnglish.get(en.toLowerCase())
  return zh ? { en, zh } : { en }
}

function sentence(heading: string): string {
  const words = heading
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_\-.]+/g, ' ')
    .trim()
  const plain = /^[A-Z\d ]+$/.test(words) && words.length > 3 ? words.toLowerCase() : words
  return (
    plain.charAt(0).toUpperCase() +
    plain
      .slice(1)
      .replaceAll(/ ([A-Z])(?=[a-z])/g, (_, letter: string) => ` ${letter.toLowerCase()}`)
  )
}

const PARTS = new RegExp(
  [...byChinese.keys()].toSorted((a, b) => b.length - a.length).join('|'),
  'g',
)
const spell = (run: string): string =>
  ` ${pinyin(run, { toneType: 'none', v: true }).replaceAll(' ', '')} `

/** Words as they may stand in an id, in Latin letters. */
function latin(text: string): string[] {
  const known = byChinese.get(text.replaceAll(/[（(].*?[)）]|\s/g, ''))
  const spelt =
    known ??
    text
      .replace(PARTS, (part) => ` ${byChinese.get(part)!} `)
      .replaceAll(/\p{Script=Han}+/gu, spell)
  return spelt
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean)
}

/** `order_details` → orderdetail. */
export function nounOf(name: string, taken: ReadonlySet<string>): string {
  const words = latin(name)
  const last = words.at(-1)
  const noun = [...words.slice(0, -1), last ? singular(last) : 'record'].join('')
  return free(lettersFirst(noun, 'list').slice(0, 24), taken)
}

/** `adventure-works` → adventureworks: what an app's own addresses begin with. */
export const slugOf = (name: string): string =>
  lettersFirst(latin(name).join(''), 'app').slice(0, 24) || 'app'

export function fieldNameOf(heading: string, taken: ReadonlySet<string>): string {
  if (/^id$/i.test(heading)) return free('code', taken)
  const name = lettersFirst(latin(heading).join('_'), 'field_').slice(0, 34).replace(/_$/, '')
  return free(RESERVED.includes(name) || WORDS.has(name) ? `${name}_value` : name, taken)
}
const WORDS = new Set([
  'conversation',
  'where',
  'sort',
  'search',
  'expand',
  'limit',
  'cursor',
  'and',
  'or',
  'not',
])

const lettersFirst = (text: string, before: string): string =>
  /^[a-z]/.test(text) ? text : `${before}${text}`

function free(name: string, taken: ReadonlySet<string>): string {
  let unique = name
  for (let n = 2; taken.has(unique); n++) unique = `${name}${n}`
  return unique
}

export function singular(word: string): string {
  if (/(ss|us|is)$/.test(word) || word.length < 4) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(ch|sh|x|z|s)es$/.test(word)) return word.slice(0, -2)
  return word.replace(/s$/, '')
}

/** Words of a heading to compare by: lower case, singular, without signs. */
export const tokensOf = (text: string): string[] =>
  text
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map(singular)
