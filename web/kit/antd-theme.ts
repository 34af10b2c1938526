import theme from 'antd/es/theme'
import enGB from 'antd/es/locale/en_GB'
import zhCN from 'antd/es/locale/zh_CN'
import 'dayjs/locale/zh-cn'
import { useLanguage } from './language.ts'
import { FONT, dark, light, measure } from './tokens.ts'
import { isDark } from './theme.ts'

/** antd drawn with our tokens; loaded only where antd is. */
export function antdTheme() {
  const night = isDark()
  const token = night ? dark : light
  return {
    algorithm: night ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: token.accent,
      colorText: token.ink,
      colorBgBase: token.panel,
      colorBorder: token['line-strong'],
      colorError: token.danger,
      colorTextPlaceholder: token.muted,
      fontFamily: FONT,
      fontSize: measure.text,
      borderRadius: measure.radius,
      controlHeight: measure.control,
    },
  }
}

export const useAntdLocale = () => (useLanguage() === 'zh' ? zhCN : enGB)
