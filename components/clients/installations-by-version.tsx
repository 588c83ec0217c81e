import { Time } from '@/components/ui/time';
import { InstalledVersion } from './installed-version';
import { MachineNames } from './machine-names';

interface Installation {
  machineName: string;
  version: string;
  installedAt: Date;
}

/** One component on several machines: each version once, with where it is and since when its newest is there. */
export function InstallationsByVersion({ installations }: { installations: readonly Installation[] }) {
  const versions = [...new Set(installations.map(({ version }) => version))];
  return (
    <ul className="grid gap-1">
      {versions.map((version) => {
        const having = installations.filter((each) => each.version === version);
        return (
          <li key={version}>
            <span className="text-ink-muted">version</span> <InstalledVersion text={version} /> on{' '}
            <MachineNames names={having.map(({ machineName }) => machineName)} />
            <span className="text-ink-muted">
              {having.length > 1 ? ' · newest ' : ' · '}
              <Time at={newestOf(having)} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function newestOf(installations: readonly Installation[]): Date {
  return new Date(Math.max(...installations.map(({ installedAt }) => installedAt.getTime())));
}
