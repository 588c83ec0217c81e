import { KeyValues } from '@/components/ui/key-values';
import { Time } from '@/components/ui/time';
import { type ComponentRow, ComponentState, OutOfDate, Verification } from './component-list';
import { InstalledVersion } from './installed-version';

/** Where one component of a client stands: missing, or installed where, how verified, by whom and when. */
export function ComponentFacts({
  row,
}: {
  row: Pick<ComponentRow, 'missing' | 'installations' | 'outdated'>;
}) {
  return (
    <div className="grid max-w-3xl gap-4">
      <p>
        <ComponentState row={row} />
      </p>
      {row.outdated.map((each) => (
        <p key={each.machineName}>
          <OutOfDate outdated={each} named />
        </p>
      ))}
      {row.installations.map((each) => (
        <KeyValues
          key={each.machineName}
          items={[
            { key: 'machine', label: 'Machine', value: each.machineName, code: true },
            { key: 'version', label: 'Version', value: <InstalledVersion text={each.version} /> },
            { key: 'verified', label: 'Verified', value: <Verification installation={each} /> },
            { key: 'when', label: 'Installed since', value: <Time at={each.installedAt} /> },
          ]}
        />
      ))}
    </div>
  );
}
