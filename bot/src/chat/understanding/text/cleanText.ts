/** The text of a message as its author sees it: without marks of Teams, on as many lines as written. */
import { withoutCards } from '../../stripCards.ts';

/** The first part of a text, in which marks are removed. The rest is not changed. */
const longestTidied = 4000;

/** The names by which a mention means the bot, when the activity does not say it. */
const botName = /^(?:@?\s*)(?:the\s+)?rooms\s+pro(?:\s+management)?\b|^(?:rooms|pro management)$/i;

/**
 * Removes cards, the mention of the bot and invisible characters. The names of other mentioned people stay.
 * `isPlain`: the text contains no marks; its author typed every character.
 */
export function cleanText(text: string, { isPlain = false } = {}): string {
  const own = isPlain ? text : withoutCards(text);
  const begin = own.slice(0, longestTidied);
  const tidy = visible(isPlain ? begin : decode(withoutMarks(withoutBot(begin))));
  return `${tidy}${own.slice(longestTidied)}`.trim().replace(/^[/!]+\s*(?=\p{L})/u, '');
}

function withoutBot(text: string): string {
  let isFirst = true;
  return text.replace(/<at\b[^>]*>([^<]*)<\/at>/gi, (_, name: string, at: number) => {
    const leads =
      isFirst && text.slice(0, at).trim() === '' && !/\w+\s+\w+/.test(text.slice(0, at));
    isFirst = false;
    return botName.test(name.trim()) ? ' ' : leads && isBotLike(name) ? ' ' : name;
  });
}

function isBotLike(name: string): boolean {
  return /\bbot\b|\brooms?\b/i.test(name);
}

/** Removes the marks of formatted text. */
function withoutMarks(text: string): string {
  return text
    .replace(/<(?:br|\/p|\/div|\/li)\b[^>]*>/gi, '\n')
    .replace(/<\/?(?:p|div|span|b|i|em|strong|u|s|ul|ol|li|pre|code|font|h\d)\b[^>]*>/gi, ' ');
}

function decode(text: string): string {
  return text
    .replace(/&nbsp;/gi, ' ')
    .replace(/&quot;/gi, '"')
    .replace(/&#0*39;|&apos;/gi, "'")
    .replace(/&lt;/gi, '<')
    .replace(/&gt;/gi, '>')
    .replace(/&amp;/gi, '&');
}

/** Replaces invisible characters by blanks, except the joiners inside an emoji. */
function visible(text: string): string {
  return text
    .replace(/\u00ad/g, '')
    .replace(
      /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]|[\u200b\u200c\u200e\u200f\u2060\ufeff]|\u200d(?!\p{Extended_Pictographic})/gu,
      ' ',
    );
}

/** Whether the text is code, markup or data. It is never a command. */
export function isCode(text: string): boolean {
  return codeMarks.some((mark) => mark.test(text));
}

const codeMarks = [
  /<\/?(?:script|img|iframe|svg|style|object|embed|body|html|form|input)\b[^>]*>/i,
  /\bjavascript:/i,
  /\bdrop\s+table\b|\bselect\s+[\w*,\s]+\s+from\s+\w+|\bunion\s+select\b|'\s*or\s+'?1'?\s*=\s*'?1/i,
  /\$\{|\{\{|\}\}|<%|%>|=>\s*[{(]|\(\)\s*;?|;\s*--/,
  /^\s*[[{].*["'].*[:,].*[\]}]\s*$/s,
  /\b(?:rm\s+-rf|sudo\s|curl\s+-|wget\s+http|powershell\s+-)/i,
  /\w+\(\s*["'][^"']*["']\s*[,)]/,
];

/** Whether the text tries to change the rules of the bot. It is never a command. */
export function isInjection(folded: string): boolean {
  return injectionMarks.some((mark) => mark.test(folded));
}

const injectionMarks = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instructions?|rules?|prompts?|guidelines|permissions?|commands|restrictions?)\b/,
  /\b(?:ignorier\w*|vergiss|missachte|umgehe)\b.{0,30}\b(?:anweisung\w*|regel\w*|vorgabe\w*|befehl\w*|berechtigung\w*|einschraenkung\w*)\b/,
  /\bsystem\s*(?:prompt|message|override|:)|\b(?:developer|debug|admin|god|dan|sudo)\s*mode\b|\bjailbreak\b/,
  /\b(?:you are now|act as|pretend (?:to be|you)|du bist (?:jetzt|nun|ab sofort)|tu so als|verhalte dich wie|as an? (?:ai|language model|admin(?:istrator)?)\b)/,
  /\b(?:grant|give) me (?:admin|manager|root)\b|\bmach mich zum (?:admin|manager)\b/,
];
