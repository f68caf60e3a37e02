import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that reached the server. */
export interface CountedRequest {
  /** Path with a leading slash, without query. */
  readonly path: string;
  readonly method: string;
  readonly status: number;
  /** Bytes of the body as they were sent, compressed or not. */
  readonly bytes: number;
}

/** A server between a browser and another server that counts what passes through it. */
export interface CountingProxy {
  /** Address with a trailing slash. */
  readonly url: string;
  /** Complete requests so far. */
  readonly requests: readonly CountedRequest[];
  close(): Promise<void>;
}

/** @param target address of the other server */
export async function countingProxy(target: string): Promise<CountingProxy> {
  const requests: CountedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const passed = request(new URL(url, target), { method, headers }, (answer) => {
      const { statusCode: status = 0 } = answer;
      outgoing.writeHead(status, answer.headers);
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => {
        requests.push({ path: url.split('?')[0] ?? '/', method, status, bytes });
      });
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
