/** The compiled template, and the check that it contains no unprotected secret. */
import { z } from 'zod';

const parameter = z.object({ type: z.string().optional() });
const part = z.object({
  parameters: z.record(z.string(), parameter).default({}),
  outputs: z.record(z.string(), z.looseObject({})).default({}),
});
const schema = part.extend({
  resources: z.array(z.object({ name: z.string(), properties: z.unknown().optional() })),
});

/** Parameters and outputs of one Bicep file in its compiled form. */
type Part = { readonly name: string } & z.infer<typeof part>;
/** The main file and its modules. */
export type Template = readonly Part[];

const secretName = /(?:password|secret|token|apiKey|accountKey)s?$/i;

/** Parses the output of `bicep build`. */
export function readTemplate(text: string): Template {
  const main = schema.parse(JSON.parse(text));
  const nested = z.object({ template: part });
  const modules = main.resources.flatMap(({ name, properties }) => {
    const { data } = nested.safeParse(properties);
    return data ? [{ name, ...data.template }] : [];
  });
  return [{ name: 'azure.bicep', ...main }, ...modules];
}

/** Secret parameters that are not marked as secure, and outputs that contain a secret, as sentences. */
export function parameterFaults(template: Template): string[] {
  return template.flatMap(({ name, parameters, outputs }) => {
    const isSecure = (key: string) => /^secure/i.test(parameters[key]?.type ?? '');
    const keys = Object.keys(parameters);
    const unprotected = keys.filter((key) => secretName.test(key) && !isSecure(key));
    const given = keys.filter(
      (key) => isSecure(key) && JSON.stringify(outputs).includes(`parameters('${key}')`),
    );
    return [
      ...unprotected.map((key) => `${name}: ${key} must be @secure().`),
      ...given.map((key) => `${name} gives the secure parameter ${key} away.`),
    ];
  });
}
