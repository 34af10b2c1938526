import type { Recipe } from '../recipe.ts'
import orderToShipment from './order-to-shipment.json' with { type: 'json' }

/** Recipes are files as an administrator exports and imports them. */
export const recipes = [orderToShipment] as unknown as readonly Recipe[]
