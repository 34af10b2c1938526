import { t } from '#web'

/** How people and programs come in, in words. */
export const doorName = (door: string): string =>
  ({
    http: t('Browser and API'),
    realtime: t('Live connection'),
    mcp: t('AI agents (MCP)'),
    cli: t('Command line'),
  })[door] ?? door
