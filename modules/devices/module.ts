import { defineModule } from '#kernel'
import { acknowledgeAlarm } from './actions/alarm.acknowledge.ts'
import { actOnAlarm } from './actions/alarm.act.ts'
import { clearAlarm } from './actions/alarm.clear.ts'
import { faceOfAlarm } from './actions/alarm.face.ts'
import { orderWork } from './actions/alarm.order.ts'
import { raiseAlarm } from './actions/alarm.raise.ts'
import { expireCommand } from './actions/command.expire.ts'
import { finishCommand } from './actions/command.finish.ts'
import { nextCommands } from './actions/command.next.ts'
import { takeCommands } from './actions/command.take.ts'
import { adoptDevices } from './actions/device.adopt.ts'
import { claimDevice } from './actions/device.claim.ts'
import { commandDevice } from './actions/device.command.ts'
import { createDevice } from './actions/device.create.ts'
import { inviteDevice } from './actions/device.invite.ts'
import { lapseDevice } from './actions/device.lapse.ts'
import { tellLeft } from './actions/device.leave.ts'
import { meDevice } from './actions/device.me.ts'
import { openDevice } from './actions/device.open.ts'
import { removeFromGroup } from './actions/device.remove.ts'
import { renewToken } from './actions/device.renew.ts'
import { replaceToken } from './actions/device.replace.ts'
import { retireDevice } from './actions/device.retire.ts'
import { returnDevice } from './actions/device.return.ts'
import { revokeDevice } from './actions/device.revoke.ts'
import { settleClaim } from './actions/device.settle.ts'
import { updateDevice } from './actions/device.update.ts'
import { watchDevice } from './actions/device.watch.ts'
import { createKind } from './actions/kind.create.ts'
import { updateKind } from './actions/kind.update.ts'
import { createRule } from './actions/rule.create.ts'
import { deleteRule } from './actions/rule.delete.ts'
import { updateRule } from './actions/rule.update.ts'
import { listTelemetry } from './actions/telemetry.list.ts'
import { packTelemetry } from './actions/telemetry.pack.ts'
import { rangeOfTelemetry } from './actions/telemetry.range.ts'
import { reportTelemetry } from './actions/telemetry.report.ts'
import { alarmCard } from './cards.ts'
import { Alarm, Command, Device, Kind, Rule } from './entities.ts'
import {
  alarmChanged,
  commandChanged,
  deviceAlarmed,
  deviceChanged,
  deviceCleared,
  deviceFinished,
  deviceLeft,
  deviceOffline,
  deviceOnline,
  deviceReported,
  kindChanged,
  ruleChanged,
} from './events.ts'
import { pages, placements } from './pages.ts'
import { start } from './running.ts'
import { subscriptions } from './subscriptions.ts'

export default defineModule({
  id: 'devices',
  title: 'Devices',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'parties', 'identity', 'cards', 'chat', 'notify', 'projects', 'standards'],
  entities: [Kind, Device, Rule, Alarm, Command],
  events: [
    deviceAlarmed,
    deviceCleared,
    deviceOffline,
    deviceOnline,
    deviceFinished,
    deviceChanged,
    deviceReported,
    deviceLeft,
    alarmChanged,
    commandChanged,
    kindChanged,
    ruleChanged,
  ],
  actions: [
    createKind,
    updateKind,
    adoptDevices,
    createDevice,
    updateDevice,
    inviteDevice,
    openDevice,
    claimDevice,
    settleClaim,
    renewToken,
    replaceToken,
    revokeDevice,
    retireDevice,
    removeFromGroup,
    watchDevice,
    meDevice,
    lapseDevice,
    tellLeft,
    returnDevice,
    reportTelemetry,
    packTelemetry,
    listTelemetry,
    rangeOfTelemetry,
    createRule,
    updateRule,
    deleteRule,
    raiseAlarm,
    clearAlarm,
    acknowledgeAlarm,
    orderWork,
    actOnAlarm,
    faceOfAlarm,
    commandDevice,
    nextCommands,
    takeCommands,
    finishCommand,
    expireCommand,
  ],
  cards: [alarmCard],
  pages,
  placements,
  subscriptions,
  streams: [
    {
      id: 'devices.device',
      title: 'Device',
      join: watchDevice,
      subject: 'device',
      recheckOn: [deviceLeft.id, deviceChanged.id],
    },
  ],
  implements: [{ interface: 'iot.device@1', without: ['iot.device.reported'] }],
  /** Alarms are posted by the module in the name of the device that reported them. */
  acts: ['chat.use'],
  scopes: {
    'devices.use': { title: 'See devices of one’s groups and their alarms', roles: ['member'] },
    'devices.read': { title: 'See all devices', roles: ['auditor'] },
    'devices.operate': { title: 'Send commands to all devices', roles: [] },
    'devices.manage': { title: 'Register devices, their kinds and alarm rules', roles: [] },
    'devices.report': { title: 'Report as a device', roles: [] },
  },
  start,
})
