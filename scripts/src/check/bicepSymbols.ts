/** Faults of names in one Bicep file: not declared, declared twice, declared and never used. */
import type { Node } from 'web-tree-sitter';
import { lineOf, partsOf, within } from './bicepTree.ts';
import type { BicepFile } from './readBicep.ts';

/** Functions of the language. */
const functions = new Set(
  `any array base64 base64ToJson base64ToString bool buildUri cidrHost cidrSubnet coalesce concat contains
  dataUri dataUriToString dateTimeAdd dateTimeFromEpoch dateTimeToEpoch deployer deployment empty endsWith
  environment extensionResourceId fail filter first flatten format getSecret groupBy guid indexOf int
  intersection items join json last lastIndexOf length listKeys loadDirectoryFileInfo loadFileAsBase64
  loadJsonContent loadTextContent loadYamlContent managementGroup managementGroupResourceId map mapValues
  max min newGuid objectKeys padLeft parseCidr parseUri pickZones range reduce reference replace
  resourceGroup resourceId shallowMerge skip sort split startsWith string subscription
  subscriptionResourceId substring take tenant tenantResourceId toLogicalZone toLower toObject toUpper
  trim union uniqueString uri uriComponent uriComponentToString utcNow`.split(/\s+/),
);
const decorators = new Set(
  `allowed batchSize description discriminator export maxLength maxValue metadata minLength minValue
  onlyIfNotExists retryOn sealed secure waitUntil`.split(/\s+/),
);
const namespaces = new Set(['az', 'sys']);

/** Faults of one file that has no faults of syntax. */
export function symbolFaults(file: BicepFile): string[] {
  const { name, declarations } = file;
  const faults: string[] = [];
  const used = usesIn(file);
  const known = new Set<string>();
  for (const { kind, name: symbol, line } of declarations) {
    // Outputs live in a room of their own: one may be called like a parameter.
    const place = kind === 'output' ? `output ${symbol}` : symbol;
    if (known.has(place)) faults.push(`${name}:${line} declares ${place} a second time.`);
    known.add(place);
  }
  for (const [symbol, line] of used)
    if (!known.has(symbol)) faults.push(`${name}:${line}: nothing declares ${symbol}.`);
  for (const { kind, name: symbol, line } of declarations) {
    if (used.has(symbol)) continue;
    if (kind === 'param') faults.push(`${name}:${line} never uses its parameter ${symbol}.`);
    if (kind === 'var') faults.push(`${name}:${line} never uses its variable ${symbol}.`);
  }
  for (const { line, decorators: given } of declarations)
    for (const decorator of given.filter((given) => !decorators.has(given)))
      faults.push(`${name}:${line}: @${decorator} is no decorator.`);
  return faults;
}

/** Symbols that the file uses, with the line of the first use. */
function usesIn({ root, declarations }: BicepFile): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  const names = new Set(declarations.map(({ node }) => partsOf(node)[0]?.id));
  for (const found of within(root, 'identifier')) {
    const isUse =
      !names.has(found.id) &&
      !isKey(found) &&
      !isBuiltIn(found) &&
      !isLocal(found) &&
      !isAside(found);
    if (isUse && !used.has(found.text)) used.set(found.text, lineOf(found));
  }
  return used;
}

/** The name of a property. */
function isKey({ id, parent }: Node): boolean {
  return parent?.type === 'object_property' && partsOf(parent)[0]?.id === id;
}

function isBuiltIn({ id, text, parent }: Node): boolean {
  const isCalled =
    parent?.type === 'call_expression' && parent.childForFieldName('function')?.id === id;
  if (isCalled) return functions.has(text);
  const isNamespace =
    parent?.type === 'member_expression' && parent.childForFieldName('object')?.id === id;
  return isNamespace && namespaces.has(text);
}

/** A name that a loop, a lambda or a function around it gives. */
function isLocal({ text, parent }: Node): boolean {
  for (let around = parent; around !== null; around = around.parent)
    if (namesOf(around).includes(text)) return true;
  return false;
}

function namesOf(around: Node): string[] {
  const parts = partsOf(around);
  switch (around.type) {
    case 'for_statement':
      return parts
        .slice(0, 1)
        .flatMap((first) =>
          first.type === 'identifier' ? first.text : partsOf(first).map(({ text }) => text),
        );
    case 'lambda_expression':
      return parts.slice(0, -1).flatMap((part) => part.text.match(/\w+/g) ?? []);
    case 'user_defined_function':
      return within(around, 'parameter').map((parameter) => partsOf(parameter)[0]?.text ?? '');
    default:
      return [];
  }
}

/** Where identifiers are no symbols of this file: decorators, and what is imported. */
function isAside({ parent }: Node): boolean {
  for (let around = parent; around !== null; around = around.parent)
    if (/^decorator|^import|^metadata|^target_scope/.test(around.type)) return true;
  return false;
}
