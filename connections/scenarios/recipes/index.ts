import type { Recipe } from '../recipe.ts'
import alarmToWorkOrder from './alarm-to-work-order.json' with { type: 'json' }
import customersInTwoCrms from './customers-in-two-crms.json' with { type: 'json' }
import formToReport from './form-to-report.json' with { type: 'json' }
import issueToTask from './issue-to-task.json' with { type: 'json' }
import joinerToApps from './joiner-to-apps.json' with { type: 'json' }
import leaverHandover from './leaver-handover.json' with { type: 'json' }
import orderToShipment from './order-to-shipment.json' with { type: 'json' }
import spreadsheetToOrders from './spreadsheet-to-orders.json' with { type: 'json' }

/** Recipes are files as an administrator exports and imports them. */
export const recipes = [
  orderToShipment,
  joinerToApps,
  alarmToWorkOrder,
  formToReport,
  leaverHandover,
  customersInTwoCrms,
  issueToTask,
  spreadsheetToOrders,
] as unknown as readonly Recipe[]
