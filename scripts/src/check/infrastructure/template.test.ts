import { expect, it } from 'vitest';
import { parameterFaults, readTemplate } from './template.ts';

const template = (parameters: object, outputs: object) =>
  readTemplate(
    JSON.stringify({
      parameters: {},
      resources: [{ name: 'bot', properties: { template: { parameters, outputs } } }],
    }),
  );

it('wants secret parameters marked, by any name that promises a secret', () => {
  const read = template(
    {
      appPassword: { type: 'string' },
      apiKey: { type: 'object' },
      accessToken: { type: 'secureString' },
      tokenUrl: { type: 'string' },
    },
    {},
  );
  expect(parameterFaults(read)).toEqual([
    'bot: appPassword must be @secure().',
    'bot: apiKey must be @secure().',
  ]);
});

it('lets no output give a secure parameter away', () => {
  const read = template(
    { more: { type: 'secureObject' }, moreNames: { type: 'string' } },
    {
      given: { value: "[format('{0}', parameters('more').first)]" },
      name: { value: "[parameters('moreNames')]" },
    },
  );
  expect(parameterFaults(read)).toEqual(['bot gives the secure parameter more away.']);
});
