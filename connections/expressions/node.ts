/** A node as the parser gives it; only what the interpreter looks at. */
export type Node =
  | Of<'value', unknown>
  | Of<'id', string>
  | Of<'.', [Node, string]>
  | Of<'[]', [Node, Node]>
  | Of<'call', [string, Node[]]>
  | Of<'rcall', [string, Node, Node[]]>
  | Of<'list', Node[]>
  | Of<'map', [Node, Node][]>
  | Of<'?:', [Node, Node, Node]>
  | Of<'||' | '&&' | Binary, [Node, Node]>
  | Of<'!_' | '-_', Node>

export type Binary = '!=' | '==' | 'in' | '+' | '-' | '*' | '/' | '%' | '<' | '<=' | '>' | '>='

interface Of<O extends string, A> {
  readonly op: O
  readonly args: A
  readonly start: number
  readonly end: number
}
