/** What everybody in a bench signs in with. */
export const PASSWORD = 'a long pass phrase 42'
