/** One file of code as the facts that the figures need. The parser is the one that the bundler brings. */
import { type ParseResult, parseSync } from 'rolldown/utils';
import { type CodeLine, codeLines } from './codeLines.ts';

/** A function: a declaration, a method, or an arrow function, anonymous ones included. */
export type FunctionFact = {
  /** Empty where it has no name. */
  readonly name: string;
  /** The line on which it starts, from 1. */
  readonly line: number;
  readonly lines: number;
  /** False: an arrow function that is one expression. */
  readonly isBraced: boolean;
};

/** An import, a re-export, or a type of the form `import('…').Name`. */
export type ImportFact = {
  readonly from: string;
  /** `type`: nothing is loaded because of it. `later`: loaded by a call of `import()`. */
  readonly kind: 'value' | 'type' | 'later';
  /** The names as the other file exports them; `*`: all of them. */
  readonly names: readonly string[];
};

export type ExportFact = {
  readonly name: string;
  /** For a re-export: the other file, and the name there (`*`: all names). `null`: declared here. */
  readonly reexport: { readonly from: string; readonly name: string } | null;
};

export type FileFacts = {
  readonly lines: number;
  readonly functions: readonly FunctionFact[];
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  /** Annotations with the type `any`. */
  readonly anys: number;
  /** Every identifier, property name and string literal. */
  readonly words: ReadonlySet<string>;
  /** The lines that can be duplicates. */
  readonly code: readonly CodeLine[];
};

/** The facts of a file. Throws where the file is not valid TypeScript. */
export function parseFile(file: string, text: string): FileFacts {
  const parsed = parseSync(file, text);
  const [error] = parsed.errors;
  if (error !== undefined) throw new Error(`${file} cannot be parsed: ${error.message}`);
  const seen = visit(parsed, lineCounter(text));
  return {
    lines: text.split('\n').length - 1,
    functions: seen.functions,
    imports: [...staticImports(parsed), ...reexportsOf(parsed), ...seen.imports],
    exports: exportsOf(parsed),
    anys: seen.anys,
    words: seen.words,
    code: codeLines(parsed, text),
  };
}

function staticImports({ module }: ParseResult): ImportFact[] {
  return module.staticImports.map(({ moduleRequest, entries }) => ({
    from: moduleRequest.value,
    kind: entries.length > 0 && entries.every(({ isType }) => isType) ? 'type' : 'value',
    names: entries.map(({ importName: { kind, name } }) =>
      kind === 'Default' ? 'default' : kind === 'Name' ? (name ?? '*') : '*',
    ),
  }));
}

function reexportsOf({ module }: ParseResult): ImportFact[] {
  const entries = module.staticExports.flatMap((one) => one.entries);
  return entries.flatMap(({ moduleRequest, importName, isType }) =>
    moduleRequest
      ? [
          {
            from: moduleRequest.value,
            kind: isType ? 'type' : 'value',
            names: [importName.name ?? '*'],
          },
        ]
      : [],
  );
}

function exportsOf({ module }: ParseResult): ExportFact[] {
  const entries = module.staticExports.flatMap((one) => one.entries);
  return entries.map(({ exportName, moduleRequest, importName }) => ({
    name: exportName.kind === 'Default' ? 'default' : (exportName.name ?? '*'),
    reexport: moduleRequest && { from: moduleRequest.value, name: importName.name ?? '*' },
  }));
}

type Node = { readonly [key: string]: unknown };
type Seen = {
  readonly functions: FunctionFact[];
  readonly imports: ImportFact[];
  readonly words: Set<string>;
  anys: number;
};

/** Walks over the whole syntax tree once. */
function visit({ program }: ParseResult, lineAt: (offset: number) => number): Seen {
  const seen: Seen = { functions: [], imports: [], words: new Set(), anys: 0 };

  function walk(value: unknown, parent: Node): void {
    if (Array.isArray(value)) {
      for (const one of value) walk(one, parent);
      return;
    }
    if (!isNode(value)) return;
    note(value, parent);
    for (const child of Object.values(value)) walk(child, value);
  }

  function note(node: Node, parent: Node): void {
    const { type } = node;
    if (type === 'TSAnyKeyword') seen.anys += 1;
    else if (isFunction(node)) seen.functions.push(functionFact(node, parent, lineAt));
    else if (type === 'ImportExpression' || type === 'TSImportType') {
      const from = isNode(node['source']) ? node['source']['value'] : null;
      const kind = type === 'TSImportType' ? 'type' : 'later';
      if (typeof from === 'string') seen.imports.push({ from, kind, names: ['*'] });
    }
    const word = wordIn(node);
    if (word !== null) seen.words.add(word);
  }

  walk(program, {});
  return seen;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !(value instanceof RegExp);
}

/** A body is wanted: without one it is a declaration of a type. */
function isFunction({ type, body }: Node): boolean {
  const isOne =
    type === 'FunctionDeclaration' ||
    type === 'FunctionExpression' ||
    type === 'ArrowFunctionExpression';
  return isOne && isNode(body);
}

function functionFact(node: Node, parent: Node, lineAt: (offset: number) => number): FunctionFact {
  // A method starts at its name: the function inside of it starts at the parenthesis.
  const isMethod = parent['type'] === 'MethodDefinition' || parent['method'] === true;
  const line = lineAt(Number((isMethod ? parent : node)['start']));
  const lines = lineAt(Number(node['end']) - 1) - line + 1;
  const name = nameIn(node['id']) ?? nameIn(parent['id']) ?? nameIn(parent['key']) ?? '';
  const isBraced = isNode(node['body']) && node['body']['type'] === 'BlockStatement';
  return { name, line, lines, isBraced };
}

function nameIn(value: unknown): string | null {
  const name = isNode(value) ? value['name'] : null;
  return typeof name === 'string' ? name : null;
}

/** The identifier or the string of a node; `null`: it is another node. */
function wordIn(node: Node): string | null {
  const { type, value } = node;
  if (type === 'Identifier' || type === 'JSXIdentifier') return nameIn(node);
  if (type === 'Literal') return typeof value === 'string' ? value : null;
  const cooked = type === 'TemplateElement' && isNode(value) ? value['cooked'] : null;
  return typeof cooked === 'string' ? cooked : null;
}

/** Gives the line, from 1, of an offset in the text. */
export function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
