/** Runs one of the pinned command-line tools for a step of the check. */
import { spawn } from 'node:child_process';
import { root } from '../root.ts';

/** The output and the exit code of a tool. */
export type ToolRun = { readonly code: number; readonly output: string };

/** Runs `node_modules/.bin/<tool>`; its output is collected, or printed directly with `isShown`. */
export function runTool(
  tool: string,
  args: readonly string[],
  { isShown = false, cwd = root } = {},
): Promise<ToolRun> {
  return new Promise((resolve) => {
    const child = spawn(`${root}node_modules/.bin/${tool}`, args, {
      cwd,
      stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
