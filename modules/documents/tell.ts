/** The stream of those who look at a document. */
export const streamOf = (document: string): string => `documents.document:${document}`
export const linkTo = (document: string): string => `/documents/${document}`
