/** For tests: every JSON response is checked against the table of routes, at the server or at a client. */
import { gunzipSync } from 'node:zlib';
import { findResponseFault } from '@rooms-pro/core/routes';
import type { Server } from 'restify';

export type ResponseChecks = {
  /** Throws when a response did not fit, with the faults of all responses so far. */
  assertFit(): void;
};

/** Checks every response of this server from now on. */
export function checkResponses(server: Server): ResponseChecks {
  const faults = new Set<string>();
  server.pre((request, response, next) => {
    const chunks: Buffer[] = [];
    const { write, end } = response;
    const keep = (chunk: unknown) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    };
    response.write = (...parts: unknown[]) => {
      if (isJson(response.getHeader('content-type'))) keep(parts[0]);
      return Reflect.apply(write, response, parts);
    };
    response.end = (...parts: unknown[]) => {
      if (isJson(response.getHeader('content-type'))) keep(parts[0]);
      const fault = findResponseFault({
        method: request.method ?? '',
        target: request.url ?? '',
        status: response.statusCode,
        ...(chunks.length === 0 ? {} : { body: parse(Buffer.concat(chunks), response) }),
      });
      if (fault !== null) faults.add(fault);
      return Reflect.apply(end, response, parts);
    };
    next();
  });
  return {
    assertFit() {
      if (faults.size > 0)
        throw new Error(`Responses do not fit the contract:\n${[...faults].join('\n')}`);
    },
  };
}

/** The same as `fetch`, for a running platform. Rejects when the response does not fit. */
export async function fetchFitting(address: string | URL, init: RequestInit = {}) {
  const response = await fetch(address, init);
  const { pathname, search } = new URL(address);
  const isOfJson = isJson(response.headers.get('content-type'));
  const fault = findResponseFault({
    method: init.method ?? 'GET',
    target: pathname + search,
    status: response.status,
    ...(isOfJson ? { body: await response.clone().json() } : {}),
  });
  if (fault !== null) throw new Error(fault);
  return response;
}

function isJson(contentType: unknown): boolean {
  return String(contentType ?? '').includes('json');
}

function parse(bytes: Buffer, response: { getHeader(name: string): unknown }): unknown {
  const isPacked = response.getHeader('content-encoding') === 'gzip';
  return JSON.parse((isPacked ? gunzipSync(bytes) : bytes).toString('utf8'));
}
