/** The decision records in `docs/adr`: their one template, and the index that is generated from them. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const folder = 'docs/adr';
const longestLines = 60;
const sections = ['Context', 'Decision', 'Alternatives', 'Consequences'];
const titleLine = /^# (\d{4}) · (.+)$/;
const stateLine = /^\*\*Status:\*\* (.+) · \*\*Date:\*\* (\d{4}-\d{2}-\d{2})$/;

type Adr = { readonly file: string; readonly lines: readonly string[] };

/** What in `docs/adr` does not follow the template, as sentences. */
export async function decisionFaults(root: string): Promise<string[]> {
  return (await readDecisions(root)).flatMap(({ file, lines }) => {
    const faults: string[] = [];
    if (titleLine.exec(lines[0] ?? '')?.[1] !== file.slice(0, 4))
      faults.push('line 1 must be “# NNNN · Title” with the number of the file.');
    if (!stateLine.test(lines[2] ?? ''))
      faults.push('line 3 must be “**Status:** accepted · **Date:** YYYY-MM-DD”.');
    const found = lines.filter((line) => line.startsWith('## ')).map((line) => line.slice(3));
    if (found.join() !== sections.join())
      faults.push(`the sections must be ${sections.join(', ')}, and no others.`);
    if (lines.length > longestLines)
      faults.push(`it has ${lines.length} lines; at most ${longestLines} are allowed.`);
    return faults.map((fault) => `${folder}/${file}: ${fault}`);
  });
}

/** The page `docs/adr/README.md`: every decision with its status and date. */
export async function drawDecisions(root: string): Promise<string> {
  const rows = (await readDecisions(root)).map(({ file, lines }) => {
    const [, number = file.slice(0, 4), title = file] = titleLine.exec(lines[0] ?? '') ?? [];
    const [, status = '', date = ''] = stateLine.exec(lines[2] ?? '') ?? [];
    return `| [${number}](${file}) | ${title} | ${status} | ${date} |`;
  });
  return `# Decisions

<!-- Generated from the pages of this folder: node scripts/src/check.ts --write -->

An architecture decision record (ADR) explains one decision that someone would otherwise undo. To write one, copy
the newest page and keep its template: title, status and date, *Context*, *Decision*, *Alternatives*, *Consequences*;
at most ${longestLines} lines. A decision that replaces another one changes the status of the earlier page to
\`replaced by NNNN\`.

| number | decision | status | date |
|---|---|---|---|
${rows.join('\n')}
`;
}

async function readDecisions(root: string): Promise<Adr[]> {
  const names = await readdir(path.join(root, folder)).catch(() => []);
  const files = names.filter((name) => /^\d{4}-.+\.md$/.test(name)).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(path.join(root, folder, file), 'utf8');
      return { file, lines: text.trimEnd().split('\n') };
    }),
  );
}
