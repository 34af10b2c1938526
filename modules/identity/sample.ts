/** Whose company an administrator owns who sets the server up with the sample. */
export const SAMPLE_ORG = 'yuanshan'
/** Under which name the sample world notes what its people sign in with. */
export const SAMPLE_PASSWORD = 'identity.password'
