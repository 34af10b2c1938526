import { T, type Static } from '#kernel'

export const LANGUAGES = ['en', 'zh'] as const
export type Language = (typeof LANGUAGES)[number]

/** Text for people: the same in every language, or in both. */
export const text = (maxLength: number) =>
  T.Union([
    T.String({ minLength: 1, maxLength }),
    T.Object(
      { en: T.String({ minLength: 1, maxLength }), zh: T.String({ minLength: 1, maxLength }) },
      { additionalProperties: false },
    ),
  ])
export type Text = Static<ReturnType<typeof text>>

/** Both, when nobody said which; once, when they are the same. */
export function inEither(value: Text, language: Language | undefined, between: string): string {
  if (typeof value === 'string') return value
  return language ? value[language] : `${value.zh}${between}${value.en}`
}
