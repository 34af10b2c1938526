import type { EntityDef, Manifest, Words } from '../manifest/format.ts'
import { chinese, english } from '../manifest/words.ts'
import { heldOf } from './rights.ts'

/** Chinese titles by definition id, as a module of this repository keeps them in `i18n/zh.json`. */
export function chineseOf(manifest: Manifest, module: string): Record<string, string> {
  return Object.fromEntries([
    [module, chinese(manifest.title)],
    ...heldOf(manifest, undefined).map(
      ({ key, title }) => [`${module}.${key}`, chinese(title)] as const,
    ),
    ...manifest.entities.flatMap((def) => ofEntity(def, `${module}.${def.noun}`)),
  ])
}

function ofEntity(def: EntityDef, id: string): [string, string][] {
  const title = chinese(def.title)
  const words = (key: string, text: Words): [string, string][] => [[key, chinese(text)]]
  const fields = def.fields.flatMap((field): [string, string][] => [
    ...words(`${id}.${field.name}`, field.title),
    ...(field.options ?? []).flatMap(({ value, title: named }) =>
      named ? words(`${id}.${field.name}.${value}`, named) : [],
    ),
    // A card's constant words are translated by what they say in English.
    ...words(`${id}.card.${english(field.title)}`, field.title),
  ])
  return [
    [id, title],
    [`${id}.created_by`, '创建人'],
    [`${id}.created_in`, '创建人部门'],
    [`${id}.create`, `新建${title}`],
    [`${id}.update`, `修改${title}`],
    [`${id}.delete`, `删除${title}`],
    [`${id}.get`, `查看${title}`],
    [`${id}.list`, `${title}列表`],
    [`${id}.aggregate`, `统计${title}`],
    [`${id}.history`, `${title}的修改记录`],
    [`${id}.post`, `填写${title}`],
    [`${id}.share`, `把${title}发到会话`],
    [`${id}.created`, `${title}已创建`],
    [`${id}.updated`, `${title}已修改`],
    [`${id}.deleted`, `${title}已删除`],
    [`${id}.card`, title],
    [`${id}.card.${english(def.title)}`, title],
    [`${id}.card.Open`, '打开'],
    ...fields,
  ]
}
