import { yaml } from '../monitoring/test/files.js';

/** A service of a compose file, as far as the policies look. */
export interface Service {
  readonly image: string;
  readonly user?: string;
  readonly profiles?: readonly string[];
  readonly init?: boolean;
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly privileged?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  /** Their names, or with the address of the service in each. */
  readonly networks?: readonly string[] | Readonly<Record<string, { readonly ipv4_address: string }>>;
  readonly network_mode?: string;
  readonly build?: { readonly target: string };
  /** Null stands for the value in the environment of `docker compose up`, if there is one. */
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: {
    readonly test: readonly string[];
    readonly interval?: string;
    readonly timeout?: string;
    readonly start_period?: string;
    readonly retries?: number;
  };
  readonly logging?: { readonly options?: Readonly<Record<string, string>> };
  readonly deploy?: { readonly resources?: { readonly limits?: Readonly<Record<string, string | number>> } };
}

/** A compose file. */
export interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<
    Record<
      string,
      {
        readonly ipam: { readonly config: readonly { readonly subnet: string; readonly ip_range: string }[] };
      }
    >
  >;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** The services with their database, and what watches them. */
export const files = {
  'docker-compose.yml': yaml<Compose>('docker-compose.yml'),
  'docker-compose.monitoring.yml': yaml<Compose>('docker-compose.monitoring.yml'),
};

const all = Object.values(files).flatMap((file) =>
  Object.entries(file.services).map(([name, service]) => ({ name, service, file })),
);

/** They watch the machine, so they see it; the policies for all others cannot hold. */
const watchesTheMachine = ({ service }: { service: Service }) =>
  service.profiles?.includes('machine') ?? false;

/** What watches the machine, where it is asked for. */
export const machineWatchers = all.filter(watchesTheMachine);

const endsByItself = ({ name }: { name: string }) => name.endsWith('setup');

/** What runs by itself, of both files. */
export const services = all.filter((entry) => !endsByItself(entry) && !watchesTheMachine(entry));

/** What prepares the services of each file and ends. */
export const oneShots = all.filter(endsByItself);
