/** The account that the fake plays: databases, their containers, and the way to what is asked. */
import { type Answer, type Asked, objectOf, Refusal, unknown } from './answer.ts';
import { FakeContainer } from './container.ts';
import type { Body } from './documents.ts';

/** An empty account; each new container gets so many physical partitions. */
export class FakeAccount {
  /** Whether simple queries over all partitions are answered by the gateway itself. */
  servesAll = true;
  readonly #databases = new Map<string, Map<string, FakeContainer>>();
  readonly #partitions: number;
  #made = 0;

  constructor(partitions: number) {
    this.#partitions = partitions;
  }

  /** A container to look into. */
  container(database: string, id: string): FakeContainer | undefined {
    return this.#databases.get(database)?.get(id);
  }

  /** Answers a request whose signature was checked. */
  dispatch(asked: Asked, endpoint: string): Answer {
    const [dbs, database, colls, container, docs, id] = asked.path;
    if (dbs === undefined) return { status: 200, body: describe(endpoint), charge: 0 };
    if (dbs !== 'dbs') throw unknown(`path /${asked.path.join('/')}`);
    if (colls === undefined) return this.#aboutDatabase(asked, database);
    const containers = this.#databases.get(database ?? '');
    if (!containers) throw new Refusal(404, 'There is no such database.', 1003);
    if (colls !== 'colls') throw unknown(`path /${asked.path.join('/')}`);
    if (docs === undefined) return this.#aboutContainer(asked, containers, container);
    const found = containers.get(container ?? '');
    if (!found) throw new Refusal(404, 'There is no such container.', 1003);
    if (docs === 'pkranges' && asked.method === 'GET') return found.pkranges();
    if (docs !== 'docs') throw unknown(`path /${asked.path.join('/')}`);
    if (asked.headers['x-ms-consistency-level'] !== 'Session') throw unknown('other consistency');
    return id === undefined ? found.items(asked) : found.item(asked, id);
  }

  #aboutDatabase(asked: Asked, id: string | undefined): Answer {
    if (id === undefined && asked.method === 'POST') {
      const body = objectOf(asked.body) as Body;
      if (this.#databases.has(body.id)) throw new Refusal(409, 'The database exists.');
      this.#databases.set(body.id, new Map());
      return { status: 201, body: { ...body, _rid: this.#newRid() }, charge: 4 };
    }
    if (!this.#databases.has(id ?? '')) throw new Refusal(404, 'There is no such database.', 1003);
    if (asked.method === 'GET') return { status: 200, body: { id }, charge: 2 };
    throw unknown(`${asked.method} of a database`);
  }

  #aboutContainer(
    asked: Asked,
    containers: Map<string, FakeContainer>,
    id: string | undefined,
  ): Answer {
    if (id === undefined && asked.method === 'POST') {
      const body = objectOf(asked.body) as Body;
      if (containers.has(body.id)) throw new Refusal(409, 'The container exists.');
      const options = { partitions: this.#partitions, servesAll: () => this.servesAll };
      const created = new FakeContainer(body, this.#newRid(), options);
      containers.set(body.id, created);
      return { status: 201, body: created.definition, charge: 5 };
    }
    const found = containers.get(id ?? '');
    if (!found) throw new Refusal(404, 'There is no such container.', 1003);
    if (asked.method !== 'GET') throw unknown(`${asked.method} of a container`);
    return { status: 200, body: found.definition, charge: 1 };
  }

  /** Eight bytes, as the SDK expects of a container. */
  #newRid(): string {
    const bytes = Buffer.alloc(8);
    this.#made += 1;
    bytes.writeUInt32BE(this.#made, 4);
    return bytes.toString('base64').replaceAll('/', '-');
  }
}

function describe(endpoint: string) {
  const here = [{ name: 'Here', databaseAccountEndpoint: endpoint }];
  return {
    id: 'fake',
    writableLocations: here,
    readableLocations: here,
    enableMultipleWriteLocations: false,
    userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
  };
}
