import http from 'node:http';

export interface Call {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: Buffer;
}

/** Connections that stay open, `max` of them. */
export function connections(max: number): http.Agent {
  return new http.Agent({ keepAlive: true, maxSockets: max });
}

/** One request; resolves to the body once the last byte is here. Rejects for any status but 200. */
export function call(agent: http.Agent, { url, method, headers, body }: Call): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks));
        else reject(new Error(`${method} ${url} was answered with ${response.statusCode}.`));
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
