export { compile, ExpressionError, type Compiled, type Scope, type Surroundings } from './value.ts'
export { dayOf, fieldsOf, spanMs } from './times.ts'
