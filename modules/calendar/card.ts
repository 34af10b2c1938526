/** One card for each event; a changed occurrence has its own. */
export const CARD = 'calendar.event.card'
