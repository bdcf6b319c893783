/** What one Bicep file declares, out of its tree. */
import type { Node } from 'web-tree-sitter';
import { lineOf, literalOf, parseBicep, partsOf, propertiesOf, within } from './bicepTree.ts';

const kinds = {
  parameter_declaration: 'param',
  variable_declaration: 'var',
  resource_declaration: 'resource',
  module_declaration: 'module',
  output_declaration: 'output',
  user_defined_function: 'func',
  type_declaration: 'type',
} as const;

/** One statement that gives something a name. */
export type Declaration = {
  readonly kind: (typeof kinds)[keyof typeof kinds];
  readonly name: string;
  readonly line: number;
  readonly node: Node;
  /** Names of its decorators, without `sys.`. */
  readonly decorators: readonly string[];
  /** Type with version of a resource, file of a module; empty of all others. */
  readonly target: string;
  /** Properties of a resource or module, inside its loop and condition if it has them. */
  readonly properties: ReadonlyMap<string, Node>;
};

/** One file, by the name that people know it by. */
export type BicepFile = {
  readonly name: string;
  readonly root: Node;
  readonly declarations: readonly Declaration[];
};

/** Reads one file. */
export async function readBicep(name: string, text: string): Promise<BicepFile> {
  const root = await parseBicep(text);
  const declarations: Declaration[] = [];
  let decorators: readonly string[] = [];
  for (const node of partsOf(root)) {
    if (node.type === 'decorators') {
      decorators = within(node, 'decorator').map(nameOfDecorator);
      continue;
    }
    const kind = kinds[node.type as keyof typeof kinds];
    if (kind !== undefined) declarations.push(declarationOf(kind, node, decorators));
    decorators = [];
  }
  return { name, root, declarations };
}

/** The declarations of one kind, by name. */
export function declared(
  { declarations }: BicepFile,
  kind: Declaration['kind'],
): ReadonlyMap<string, Declaration> {
  const found = declarations.filter((declaration) => declaration.kind === kind);
  return new Map(found.map((declaration) => [declaration.name, declaration]));
}

/** Whether it can be left out: a parameter with a default, or one that may be null. */
export function isOptional({ node }: Declaration): boolean {
  const isNullable = within(node, 'nullable_type').length > 0;
  return isNullable || node.children.some((child) => child.type === '=');
}

/** Declarations of modules that ask for `name` of their outputs: where, and which. */
export function outputsAsked(
  { root }: BicepFile,
  module: string,
): { name: string; line: number }[] {
  return within(root, 'member_expression').flatMap((asked) => {
    const from = /^(\w+)!?\.\??outputs$/.exec(asked.childForFieldName('object')?.text ?? '');
    const name = asked.childForFieldName('property')?.text;
    return from?.[1] === module && name ? [{ name, line: lineOf(asked) }] : [];
  });
}

function nameOfDecorator(decorator: Node): string {
  return (/^@(?:sys\.)?(\w+)/.exec(decorator.text) ?? [])[1] ?? '';
}

function declarationOf(
  kind: Declaration['kind'],
  node: Node,
  decorators: readonly string[],
): Declaration {
  const [name, target] = partsOf(node);
  const hasTarget = kind === 'resource' || kind === 'module';
  return {
    kind,
    name: name?.text ?? '',
    line: lineOf(node),
    node,
    decorators,
    target: hasTarget ? (literalOf(target) ?? '') : '',
    properties: hasTarget ? propertiesOf(bodyOf(node)) : new Map(),
  };
}

/** The object of a resource or module: it stands last, inside whatever repeats it or makes it depend. */
function bodyOf(node: Node): Node | undefined {
  let body = partsOf(node).at(-1);
  while (body && (body.type === 'for_statement' || body.type === 'if_statement'))
    body = body.childForFieldName('body') ?? partsOf(body).at(-1);
  return body;
}
