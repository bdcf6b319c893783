/** Settings: defaults that work, and every fault named at once. */
import { describe, expect, it } from 'vitest';
import { describeConfig, readConfig } from './config.ts';

describe('the settings of the bot', () => {
  it('listen on this machine only, without a Teams sign-in, when nothing is set', () => {
    expect(readConfig({})).toEqual({
      port: 3978,
      host: '127.0.0.1',
      publicOrigin: null,
      bot: { id: '', password: '', type: 'UserAssignedMSI', tenantId: '' },
      teamsAppId: '',
      tabHostOrigins: [],
      logLevel: 'info',
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
      TEAMS_APP_ID: 'app',
      TAB_HOST_ORIGINS: 'https://one.example, https://*.two.example http://localhost:5000',
      LOG_LEVEL: 'warn',
    });
    expect(config).toEqual({
      port: 8080,
      host: '0.0.0.0',
      publicOrigin: 'https://rooms.example.com',
      bot: { id: 'bot-id', password: 'secret', type: 'SingleTenant', tenantId: 'tenant' },
      teamsAppId: 'app',
      tabHostOrigins: ['https://one.example', 'https://*.two.example', 'http://localhost:5000'],
      logLevel: 'warn',
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

function faultOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('It should have been refused.');
}
