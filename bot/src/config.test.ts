/** Settings: defaults that work, and every fault named at once. */
import { describe, expect, it } from 'vitest';
import { describeConfig, readConfig, readDeployedConfig } from './config.ts';

const person = '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const tenant = '2d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const app = '3d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';

describe('the settings of the bot', () => {
  it('listen on this machine only, without a Teams sign-in, when nothing is set', () => {
    expect(readConfig({})).toEqual({
      port: 3978,
      host: '127.0.0.1',
      publicOrigin: null,
      bot: { id: '', password: '', type: 'UserAssignedMSI', tenantId: '' },
      signIn: null,
      teamsAppId: '',
      tabHostOrigins: [],
      logLevel: 'info',
      store: null,
      attachments: null,
      managerIds: [],
      insights: '',
      identity: '',
    });
  });

  it('treat empty values as absent', () => {
    const empty = { PORT: '', HOST: '', PUBLIC_ORIGIN: '', BOT_TYPE: '', LOG_LEVEL: '' };
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it('contain the values of the environment', () => {
    const config = readConfig({
      PORT: '8080',
      HOST: '0.0.0.0',
      PUBLIC_ORIGIN: 'https://rooms.example.com/some/path',
      BOT_ID: app.toUpperCase(),
      BOT_PASSWORD: 'secret',
      BOT_TYPE: 'SingleTenant',
      BOT_TENANT_ID: tenant.toUpperCase(),
      SIGN_IN_CLIENT_ID: app.toUpperCase(),
      SIGN_IN_TENANT_ID: tenant.toUpperCase(),
      SIGN_IN_AUTHORITY: 'https://login.example/',
      TEAMS_APP_ID: app,
      MANAGER_IDS: person.toUpperCase(),
      TAB_HOST_ORIGINS: 'https://one.example, https://*.two.example http://localhost:5000',
      LOG_LEVEL: 'warn',
    });
    expect(config).toEqual({
      port: 8080,
      host: '0.0.0.0',
      publicOrigin: 'https://rooms.example.com',
      bot: { id: app, password: 'secret', type: 'SingleTenant', tenantId: tenant },
      signIn: { clientId: app, tenantId: tenant, authority: 'https://login.example' },
      teamsAppId: app,
      tabHostOrigins: ['https://one.example', 'https://*.two.example', 'http://localhost:5000'],
      logLevel: 'warn',
      store: null,
      attachments: null,
      managerIds: [person],
      insights: '',
      identity: '',
    });
  });

  it('name every fault together, one per line', () => {
    const read = () =>
      readConfig({
        PORT: '70000',
        PUBLIC_ORIGIN: 'ftp://rooms.example.com',
        BOT_TYPE: 'Anonymous',
        TAB_HOST_ORIGINS: 'https://fine.example teams.example',
        LOG_LEVEL: 'loud',
      });
    expect(read).toThrow(
      /^The bot's settings have faults: PORT, PUBLIC_ORIGIN, BOT_TYPE, TAB_HOST_ORIGINS, LOG_LEVEL\n/,
    );
    const message = faultOf(read);
    const named = message.split('\n').slice(1);
    const names = ['PORT', 'PUBLIC_ORIGIN', 'BOT_TYPE', 'TAB_HOST_ORIGINS', 'LOG_LEVEL'];
    expect(named.map((line) => line.trim().split(/[.:]/)[0])).toEqual(names);
  });

  it.each(['three', '-1', '1.5', ' ', '0x10'])('refuse the port «%s»', (port) => {
    expect(() => readConfig({ PORT: port })).toThrow('PORT');
  });

  it.each([
    'https://teams.example; script-src *',
    '*',
    'https://teams.example/path',
    'javascript:alert(1)',
    "'unsafe-inline'",
  ])('refuse to let «%s» frame the tab: it would be written into a header', (origins) => {
    expect(() => readConfig({ TAB_HOST_ORIGINS: origins })).toThrow('TAB_HOST_ORIGINS');
  });

  it('are frozen', () => {
    const config = readConfig({});
    for (const part of [config, config.bot, config.tabHostOrigins]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('never repeat a secret in a fault', () => {
    const read = () => readConfig({ BOT_PASSWORD: 'hunter2', PORT: 'x' });
    expect(faultOf(read)).not.toContain('hunter2');
  });

  it('have a description with their meaning and default', () => {
    const described = describeConfig();
    expect(described).toContainEqual({
      name: 'PORT',
      meaning: 'Port to listen on.',
      byDefault: '3978',
    });
    expect(described.filter(({ meaning }) => meaning === '')).toEqual([]);
  });
});

describe('the settings of a deployed bot', () => {
  const production = {
    AZURE_CLIENT_ID: app,
    BOT_ID: app,
    BOT_TENANT_ID: tenant,
    COSMOS_ENDPOINT: 'https://rooms.documents.azure.com',
    PUBLIC_ORIGIN: 'https://rooms.example.com',
    SIGN_IN_CLIENT_ID: app,
    SIGN_IN_TENANT_ID: tenant,
    ATTACHMENTS_URL: 'https://rooms.blob.core.windows.net',
  };

  it('name every missing and every wrong value together', () => {
    const message = faultOf(() => readDeployedConfig({ PORT: 'x', MANAGER_IDS: 'Mara' }));
    const named = message.split('\n').slice(1);
    const names = ['PORT', 'MANAGER_IDS', 'COSMOS_ENDPOINT', 'AZURE_CLIENT_ID', 'BOT_ID'];
    const more = ['BOT_TENANT_ID', 'PUBLIC_ORIGIN', 'ATTACHMENTS_URL'];
    const last = [...more, 'SIGN_IN_CLIENT_ID', 'SIGN_IN_TENANT_ID'];
    expect(named.map((line) => line.trim().split(/[.:]/)[0])).toEqual([...names, ...last]);
  });

  it('contain a store, a storage for attachments and the first managers', () => {
    const config = readDeployedConfig({
      ...production,
      MANAGER_IDS: `${person}, ${person}`,
    });
    expect(config.store).toEqual({
      kind: 'cosmos',
      endpoint: 'https://rooms.documents.azure.com',
      database: 'rooms-pro',
      identity: app,
      key: '',
      keepEventsDays: null,
    });
    expect(config.attachments).toEqual({
      kind: 'blob',
      accountUrl: 'https://rooms.blob.core.windows.net',
      identity: app,
    });
    expect(config.managerIds).toEqual([person, person]);
  });

  it('need both settings of the sign-in or neither, and an authority over https', () => {
    const tried = { NODE_ENV: 'development', STORE_FILE: 'rooms.sqlite' };
    expect(readDeployedConfig(tried).signIn).toBeNull();
    expect(() => readDeployedConfig({ ...tried, SIGN_IN_CLIENT_ID: app })).toThrow(
      'SIGN_IN_TENANT_ID',
    );
    expect(readDeployedConfig(production).signIn?.authority).toBe(
      'https://login.microsoftonline.com',
    );
    const plain = { ...production, SIGN_IN_AUTHORITY: 'http://login.example' };
    expect(() => readDeployedConfig(plain)).toThrow('SIGN_IN_AUTHORITY');
  });

  it.each([
    ['SIGN_IN_TENANT_ID', 'contoso.onmicrosoft.com', 'not an id'],
    ['SIGN_IN_TENANT_ID', 'common', 'not an id'],
    ['BOT_ID', 'nonsense', 'not an id'],
    ['TEAMS_APP_ID', `\${{TEAMS_APP_ID}}`, 'still a placeholder'],
    ['MANAGER_IDS', `\${{MANAGER_IDS}}`, 'still a placeholder'],
    ['LOG_LEVEL', `\${{LOG_LEVEL}}`, 'still a placeholder'],
    [
      'BOT_PASSWORD',
      '@Microsoft.KeyVault(SecretUri=https://v/s)',
      'the Key Vault did not return it',
    ],
    ['AZURE_CLIENT_ID', '', 'needed without COSMOS_KEY'],
    ['NODE_ENV', 'Production', 'production, development or test'],
    ['NODE_ENV', 'prod', 'production, development or test'],
  ])('refuse %s=%s, once and in a sentence', (name, value, sentence) => {
    const message = faultOf(() => readDeployedConfig({ ...production, [name]: value }));
    expect(message.split('\n').slice(1)).toEqual([expect.stringContaining(`${name}: `)]);
    expect(message).toContain(sentence);
  });

  it('need every protective setting, also with a misspelt NODE_ENV', () => {
    const message = faultOf(() => readDeployedConfig({ NODE_ENV: 'Production' }));
    for (const name of ['NODE_ENV', 'BOT_ID', 'SIGN_IN_CLIENT_ID', 'PUBLIC_ORIGIN'])
      expect(message).toContain(`${name}: `);
  });

  it('need no identity when there is a key', () => {
    const keyed = { ...production, AZURE_CLIENT_ID: '', COSMOS_KEY: 'key' };
    expect(readDeployedConfig(keyed).store).toMatchObject({ key: 'key', identity: 'default' });
  });

  it('let a bot without a Teams sign-in listen to this machine only', () => {
    const tried = { NODE_ENV: 'development', STORE_FILE: 'rooms.sqlite' };
    for (const HOST of ['', '127.0.0.1', 'localhost', '::1'])
      expect(readDeployedConfig({ ...tried, HOST }).bot.id).toBe('');
    for (const HOST of ['0.0.0.0', '::', '192.168.0.7', '127.0.0.1.example']) {
      expect(() => readDeployedConfig({ ...tried, HOST })).toThrow('HOST: only this machine');
      expect(() => readConfig({ HOST })).toThrow('HOST: only this machine');
      expect(readDeployedConfig({ ...tried, HOST, BOT_ID: app }).host).toBe(HOST);
    }
  });

  it('accept a file store without a sign-in only outside production', () => {
    const tried = { NODE_ENV: 'development', STORE_FILE: 'rooms.sqlite' };
    expect(readDeployedConfig(tried).store).toEqual({ kind: 'sqlite', file: 'rooms.sqlite' });
    expect(() => readDeployedConfig({ NODE_ENV: 'development' })).toThrow('STORE_FILE');
    expect(() => readDeployedConfig({ ...production, STORE_FILE: 'rooms.sqlite' })).toThrow(
      'STORE_FILE',
    );
    expect(() =>
      readDeployedConfig({ ...production, PUBLIC_ORIGIN: 'http://rooms.example.com' }),
    ).toThrow('PUBLIC_ORIGIN');
  });
});

function faultOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('It should have been refused.');
}
