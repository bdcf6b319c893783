/** Off by default: a program loads the reporting packages only with the setting. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { insightsSetting } from './insights.ts';

const string =
  'InstrumentationKey=1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f;IngestionEndpoint=https://localhost:1/';

/** Starts the reports in a separate process; returns which packages of the SDK and of Azure it loaded. */
async function loadedWith(insights: string): Promise<readonly string[]> {
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = new Set();
    registerHooks({
      load(url, context, next) {
        const [, name] = /node_modules\\/(@(?:azure|opentelemetry)\\/[^/]+)/.exec(url) ?? [];
        if (name) loaded.add(name);
        return next(url, context);
      },
    });
    const { startInsights } = await import('${new URL('./index.ts', import.meta.url)}');
    const settings = { insights: ${JSON.stringify(insights)}, identity: '' };
    const started = await startInsights(settings, { service: 'test', tellsOf: () => true });
    console.log(JSON.stringify({ isOn: started !== null, loaded: [...loaded] }));
    process.exit(0);
  `;
  const run = promisify(execFile);
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await run(process.execPath, args, { env: {} });
  const { isOn, loaded } = JSON.parse(stdout) as { isOn: boolean; loaded: string[] };
  expect(isOn).toBe(insights !== '');
  return loaded;
}

describe('startInsights', () => {
  it('loads nothing without the setting', async () => {
    expect(await loadedWith('')).toEqual([]);
  });

  it('loads the exporter with the setting', async () => {
    expect(await loadedWith(string)).toContain('@azure/monitor-opentelemetry-exporter');
  });
});

describe('the setting', () => {
  it.each([
    '',
    string,
    'IngestionEndpoint=https://a.example/;InstrumentationKey=1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
  ])('may be %j', (text) => expect(insightsSetting.safeParse(text).success).toBe(true));
  it.each(['yes', 'InstrumentationKey=1', 'Key=1d2e3f40-5a6b-4c7d-8e9f-0a1b2c3d4e5f'])(
    'may not be %j',
    (text) => expect(insightsSetting.safeParse(text).success).toBe(false),
  );
});
