/** Faults of one Bicep file that would let a secret out: read, held, unprotected or given away. */
import type { Node } from 'web-tree-sitter';
import { lineOf, literalOf, partsOf, within } from './bicepTree.ts';
import type { BicepFile } from './readBicep.ts';

const secretText = /AccountKey=|SharedAccessKey|[A-Za-z0-9+/]{60,}/;
const secretName = /(?:password|secret|token|apiKey|accountKey)s?$/i;

/** Faults of one file. */
export function secretFaults({ name, root, declarations }: BicepFile): string[] {
  const secure = declarations
    .filter(({ kind, decorators }) => kind === 'param' && decorators.includes('secure'))
    .map((declaration) => declaration.name);
  const unprotected = declarations.filter(
    (declaration) =>
      declaration.kind === 'param' &&
      secretName.test(declaration.name) &&
      !secure.includes(declaration.name),
  );
  const given = declarations
    .filter(({ kind }) => kind === 'output')
    .flatMap(({ line, node }) =>
      within(node, 'identifier')
        .filter(({ text }) => secure.includes(text))
        .map(({ text }) => `${name}:${line} gives the secure parameter ${text} away.`),
    );
  return [
    ...secretsIn(root).map(
      (found) => `${name}:${lineOf(found)} reads or holds a secret: ${found.text.slice(0, 30)}`,
    ),
    ...unprotected.map(({ name: symbol, line }) => `${name}:${line}: ${symbol} must be @secure().`),
    ...given,
  ];
}

function secretsIn(root: Node): Node[] {
  return [
    ...within(root, 'call_expression').filter(readsKeys),
    ...within(root, 'string').filter(({ text }) => secretText.test(text)),
    ...within(root, 'object_property', 'parameter_declaration').filter(holdsSecret),
  ];
}

/** `listKeys()` and its kin answer keys, whatever they are called on. */
function readsKeys(call: Node): boolean {
  const called = call.childForFieldName('function');
  const name = called?.childForFieldName('property')?.text ?? called?.text ?? '';
  return /^list([A-Z]|$)/.test(name);
}

/** A name that promises a secret, with the secret beside it; a reference to a Key Vault is none. */
function holdsSecret(node: Node): boolean {
  const [key, ...values] = partsOf(node);
  const value = literalOf(values.at(-1));
  if (!key || !value || value.startsWith('@')) return false;
  return secretName.test(literalOf(key) ?? key.text);
}
