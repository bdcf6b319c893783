import { describe, expect, it } from 'vitest';
import { readStartOptions } from './options.ts';

const optionsOf = (...args: string[]) => {
  const read = readStartOptions(args);
  return read.ok ? read.options : read.fault;
};

describe('options of npm start', () => {
  it('have defaults', () => {
    expect(optionsOf()).toMatchObject({
      port: 3978,
      playgroundPort: 56150,
      hasPlayground: true,
      hasFleet: true,
      isFresh: false,
      pace: 60,
    });
  });

  it('are all parsed', () => {
    const paceText = optionsOf(
      ...'--port 4000 --playground-port 4001 --real-time --fresh --no-playground --no-fleet'.split(
        ' ',
      ),
    );
    expect(paceText).toMatchObject({
      port: 4000,
      playgroundPort: 4001,
      hasPlayground: false,
      hasFleet: false,
      isFresh: true,
      pace: 1,
    });
  });

  it.each([
    [['--port', 'eighty'], /--port must be a number from 1 to 65535, not "eighty"/],
    [['--playground-port', '70000'], /--playground-port must be a number/],
    [['--prot', '1'], /--prot/],
    [['now'], /now/],
  ])('%j gives an error sentence', (args, sentence) => {
    expect(optionsOf(...args)).toMatch(sentence);
  });
});
