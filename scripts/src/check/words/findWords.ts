/** Finds the words of `words.ts` in one text: in names, comments, sentences, and in the file's own name. */
import path from 'node:path';
import { type Exception, exceptions, type Word, words } from './words.ts';

/** One word at one place of a file. Line 0 is the name of the file. */
export type Found = { readonly word: Word; readonly line: number; readonly text: string };

/** Every place of `content` that contains a word, in the order of the word list. */
export function findWords(file: string, content: string): Found[] {
  const names = `${path.basename(file)}\n${hideExceptions(hideNamesInProse(file, content))}`;
  const texts = divideNames(names);
  return words.flatMap((word) => {
    const searched = word.searches === 'names' ? names : texts;
    return [...searched.matchAll(word.pattern)].map((match) => ({
      word,
      line: lineAt(searched, match.index),
      text: match[0],
    }));
  });
}

/** `toldAgain` becomes `told Again`, `last_heard` becomes `last heard`. No line is added or removed. */
function divideNames(content: string): string {
  return content.replace(/([a-z0-9])(?=[A-Z])/g, '$1 ').replaceAll('_', ' ');
}

/** In Markdown, a text in backticks names something in the code, and is counted there. */
function hideNamesInProse(file: string, content: string): string {
  return file.endsWith('.md') ? content.replace(/`[^`\n]+`/g, '') : content;
}

function hideExceptions(content: string): string {
  return exceptions.reduce((rest: string, { text }: Exception) => rest.replace(text, ''), content);
}

function lineAt(content: string, index: number): number {
  let line = 0;
  for (let at = content.indexOf('\n'); at !== -1 && at < index; at = content.indexOf('\n', at + 1))
    line += 1;
  return line;
}
