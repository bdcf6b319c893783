/** Settings: defaults that work, and every fault named at once. */
import { describe, expect, it } from 'vitest';
import { describeConfig, readConfig, readDeployedConfig } from './config.ts';

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

  it('take empty values for not set', () => {
    const empty = { PORT: '', HOST: '', PUBLIC_ORIGIN: '', BOT_TYPE: '', LOG_LEVEL: '' };
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it('read what is set', () => {
    const config = readConfig({
      PORT: '8080',
      HOST: '0.0.0.0',
      PUBLIC_ORIGIN: 'https://rooms.example.com/some/path',
      BOT_ID: 'bot-id',
      BOT_PASSWORD: 'secret',
      BOT_TYPE: 'SingleTenant',
      BOT_TENANT_ID: 'tenant',
      SIGN_IN_CLIENT_ID: 'tab',
      SIGN_IN_TENANT_ID: 'tenant',
      SIGN_IN_AUTHORITY: 'https://login.example/',
      TEAMS_APP_ID: 'app',
      TAB_HOST_ORIGINS: 'https://one.example, https://*.two.example http://localhost:5000',
      LOG_LEVEL: 'warn',
    });
    expect(config).toEqual({
      port: 8080,
      host: '0.0.0.0',
      publicOrigin: 'https://rooms.example.com',
      bot: { id: 'bot-id', password: 'secret', type: 'SingleTenant', tenantId: 'tenant' },
      signIn: { clientId: 'tab', tenantId: 'tenant', authority: 'https://login.example' },
      teamsAppId: 'app',
      tabHostOrigins: ['https://one.example', 'https://*.two.example', 'http://localhost:5000'],
      logLevel: 'warn',
      store: null,
      attachments: null,
      managerIds: [],
      insights: '',
      identity: '',
    });
  });

  it('name every fault at once, one a line', () => {
    const read = () =>
      readConfig({
        PORT: '70000',
        PUBLIC_ORIGIN: 'ftp://rooms.example.com',
        BOT_TYPE: 'Anonymous',
        TAB_HOST_ORIGINS: 'https://fine.example teams.example',
        LOG_LEVEL: 'loud',
      });
    expect(read).toThrow(/^The bot's settings have faults:\n/);
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

  it('do not change once they are read', () => {
    const config = readConfig({});
    for (const part of [config, config.bot, config.tabHostOrigins]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it('never repeat a secret in a fault', () => {
    const read = () => readConfig({ BOT_PASSWORD: 'hunter2', PORT: 'x' });
    expect(faultOf(read)).not.toContain('hunter2');
  });

  it('are described one by one, with what they mean and their default', () => {
    const described = describeConfig();
    expect(described).toContainEqual({
      name: 'PORT',
      meaning: 'Port to listen on.',
      byDefault: '3978',
    });
    expect(described.filter(({ meaning }) => meaning === '')).toEqual([]);
  });
});

describe('the settings of a bot that runs by itself', () => {
  const production = {
    BOT_ID: 'bot-id',
    BOT_TENANT_ID: 'tenant',
    COSMOS_ENDPOINT: 'https://rooms.documents.azure.com',
    PUBLIC_ORIGIN: 'https://rooms.example.com',
    SIGN_IN_CLIENT_ID: 'tab',
    SIGN_IN_TENANT_ID: 'tenant',
    ATTACHMENTS_URL: 'https://rooms.blob.core.windows.net',
  };
  const person = '1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f';

  it('name all that is missing and all that is wrong at once', () => {
    const message = faultOf(() => readDeployedConfig({ PORT: 'x', MANAGER_IDS: 'Mara' }));
    const named = message.split('\n').slice(1);
    const names = ['PORT', 'MANAGER_IDS', 'COSMOS_ENDPOINT', 'BOT_ID', 'BOT_TENANT_ID'];
    const last = ['PUBLIC_ORIGIN', 'ATTACHMENTS_URL', 'SIGN_IN_CLIENT_ID', 'SIGN_IN_TENANT_ID'];
    expect(named.map((line) => line.trim().split(/[.:]/)[0])).toEqual([...names, ...last]);
  });

  it('name a store, a place for attachments and those who may do everything', () => {
    const config = readDeployedConfig({
      ...production,
      AZURE_CLIENT_ID: 'identity',
      MANAGER_IDS: `${person}, ${person}`,
    });
    expect(config.store).toEqual({
      kind: 'cosmos',
      endpoint: 'https://rooms.documents.azure.com',
      database: 'rooms-pro',
      identity: 'identity',
      key: '',
      keepEventsDays: null,
    });
    expect(config.attachments).toEqual({
      kind: 'blob',
      accountUrl: 'https://rooms.blob.core.windows.net',
      identity: 'identity',
    });
    expect(config.managerIds).toEqual([person, person]);
  });

  it('take both halves of the sign-in or none, from somebody whom nobody can stand in for', () => {
    const tried = { NODE_ENV: 'development', STORE_FILE: 'rooms.sqlite' };
    expect(readDeployedConfig(tried).signIn).toBeNull();
    expect(() => readDeployedConfig({ ...tried, SIGN_IN_CLIENT_ID: 'tab' })).toThrow(
      'SIGN_IN_TENANT_ID',
    );
    expect(readDeployedConfig(production).signIn?.authority).toBe(
      'https://login.microsoftonline.com',
    );
    const plain = { ...production, SIGN_IN_AUTHORITY: 'http://login.example' };
    expect(() => readDeployedConfig(plain)).toThrow('SIGN_IN_AUTHORITY');
    expect(() => readDeployedConfig({ ...production, SIGN_IN_TENANT_ID: 'a/b' })).toThrow(
      'not an id',
    );
  });

  it('take a file for the store and no sign-in only for trying', () => {
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
