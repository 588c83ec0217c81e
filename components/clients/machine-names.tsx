const NAMED = 3;

/** The machines of a client in one line: by name while they are few, else the first ones and how many more. */
export function MachineNames({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  const named = names.length > NAMED + 1 ? names.slice(0, NAMED) : names;
  const more = names.length - named.length;
  return (
    <>
      <span className="font-mono text-12 leading-[1.125rem] [overflow-wrap:anywhere]">
        {named.join(', ')}
      </span>
      {more > 0 && ` and ${more} more`}
    </>
  );
}
