/** Step of the check: each language file contains all texts of the manifest and no other texts. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../root.ts';

/** The part of a manifest that contains texts. */
export type ManifestTexts = {
  readonly manifestVersion: string;
  readonly bots?: readonly {
    readonly commandLists?: readonly {
      readonly commands: readonly { readonly title: string; readonly description: string }[];
    }[];
  }[];
  readonly composeExtensions?: readonly {
    readonly commands?: readonly {
      readonly id: string;
      readonly title: string;
      readonly parameters?: readonly { readonly name: string; readonly title: string }[];
    }[];
  }[];
  readonly staticTabs?: readonly { readonly name?: string }[];
  readonly activities?: {
    readonly activityTypes?: readonly { readonly type: string; readonly templateText: string }[];
  };
  readonly localizationInfo?: {
    readonly additionalLanguages?: readonly {
      readonly languageTag: string;
      readonly file: string;
    }[];
  };
};

type Schema = {
  readonly properties: Readonly<Record<string, { readonly maxLength?: number }>>;
  readonly patternProperties: Readonly<Record<string, { readonly maxLength?: number }>>;
};

/** Faults of all language files in the folder of the manifest, as sentences. */
export async function textFaults(folder: string, manifest: ManifestTexts): Promise<string[]> {
  const schema = await readSchema(manifest.manifestVersion);
  const wanted = keysOf(manifest);
  const languages = manifest.localizationInfo?.additionalLanguages ?? [];
  const faults = await Promise.all(
    languages.map(async ({ file }) => {
      const text = await readFile(path.join(folder, file), 'utf8').catch(() => null);
      if (text === null) return [`${file} is missing.`];
      const { $schema: _, ...texts } = JSON.parse(text) as Record<string, string>;
      const lacking = wanted.filter((key) => !texts[key]);
      const extra = Object.keys(texts).filter((key) => !wanted.includes(key));
      return [
        ...lacking.map((key) => `${file} has no text for ${key}.`),
        ...extra.map((key) => `${file}: the manifest has no ${key}.`),
        ...Object.entries(texts).flatMap(([key, value]) => lengthFault(file, key, value, schema)),
      ];
    }),
  );
  return faults.flat();
}

/** The keys under which a language file translates this manifest. */
function keysOf({ bots, composeExtensions, staticTabs, activities }: ManifestTexts): string[] {
  const keys = ['name.short', 'name.full', 'description.short', 'description.full'];
  for (const [tab, { name }] of (staticTabs ?? []).entries())
    if (name !== undefined) keys.push(`staticTabs[${tab}].name`);
  for (const type of (activities?.activityTypes ?? []).keys())
    for (const part of ['description', 'templateText'])
      keys.push(`activities.activityTypes[${type}].${part}`);
  for (const [bot, { commandLists }] of (bots ?? []).entries())
    for (const [list, { commands }] of (commandLists ?? []).entries())
      for (const command of commands.keys())
        for (const part of ['title', 'description'])
          keys.push(`bots[${bot}].commandLists[${list}].commands[${command}].${part}`);
  return [...keys, ...extensionKeysOf(composeExtensions ?? [])];
}

/** A command of a message extension and each of its parameters have a title and a description. */
function extensionKeysOf(extensions: NonNullable<ManifestTexts['composeExtensions']>): string[] {
  const said = (place: string) => [`${place}.title`, `${place}.description`];
  return extensions.flatMap(({ commands }, extension) =>
    (commands ?? []).flatMap(({ parameters }, nth) => {
      const command = `composeExtensions[${extension}].commands[${nth}]`;
      const places = [...(parameters ?? []).keys()].map((one) => `${command}.parameters[${one}]`);
      return [command, ...places].flatMap(said);
    }),
  );
}

function lengthFault(file: string, key: string, value: string, schema: Schema): string[] {
  const byPattern = Object.entries(schema.patternProperties).find(([pattern]) =>
    new RegExp(pattern).test(key),
  );
  const rule = schema.properties[key] ?? byPattern?.[1];
  if (rule === undefined) return [`${file}: Teams does not translate ${key}.`];
  const isTooLong = rule.maxLength !== undefined && value.length > rule.maxLength;
  return isTooLong ? [`${file}: ${key} is longer than ${rule.maxLength} characters.`] : [];
}

async function readSchema(version: string): Promise<Schema> {
  const schemas = 'node_modules/@microsoft/app-manifest/build/json-schemas/teams';
  const file = `${root}${schemas}/v${version}/MicrosoftTeams.Localization.schema.json`;
  return JSON.parse(await readFile(file, 'utf8')) as Schema;
}
