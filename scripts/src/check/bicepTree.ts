/**
 * Reads Bicep by its grammar, for the step of the check that looks at the infrastructure: no compiler
 * of Bicep runs here. The grammar comes as WebAssembly, so nothing is built when packages are installed.
 */
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

let parser: Promise<Parser> | undefined;

/** The tree of one file. It stays in memory until the process ends; there are few and small files. */
export async function parseBicep(text: string): Promise<Node> {
  parser ??= startParser();
  const tree = (await parser).parse(text);
  if (tree === null) throw new Error('The parser of Bicep answered nothing.');
  return tree.rootNode;
}

async function startParser(): Promise<Parser> {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve(
    'tree-sitter-bicep/tree-sitter-bicep.wasm',
  );
  const made = new Parser();
  made.setLanguage(await Language.load(grammar));
  return made;
}

/** Named children without comments, which may stand anywhere. */
export function partsOf(node: Node): Node[] {
  return node.namedChildren.filter((child) => !child.type.endsWith('comment'));
}

/** Every node of these types inside `node`, in the order of the text. */
export function within(node: Node, ...types: string[]): Node[] {
  return node.descendantsOfType(types).filter((found) => found !== null);
}

/** The line of a node, counted from 1. */
export function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}

/** What stands between the quotes of a text without values in it; `null` for anything else. */
export function literalOf(node: Node | null | undefined): string | null {
  if (node?.type !== 'string' || within(node, 'interpolation').length > 0) return null;
  return node.text.replace(/^'+|'+$/g, '');
}

/** Properties of an object by their names; none of anything that is no object. */
export function propertiesOf(node: Node | null | undefined): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  if (node?.type !== 'object') return found;
  for (const property of partsOf(node)) {
    const [key, ...values] = partsOf(property);
    const value = values.at(-1);
    if (key && value) found.set(literalOf(key) ?? key.text, value);
  }
  return found;
}
