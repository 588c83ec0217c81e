import { Checkbox } from '@/components/ui/checkbox';
import { RadioGroup } from '@/components/ui/radio-group';

export interface PackageChoice {
  id: string;
  name: string;
  summary: string;
  /** How many components it brings. */
  components: number;
}

export interface PackageFieldsProps {
  tiers: PackageChoice[];
  packs: PackageChoice[];
  tier: string;
  chosenPacks: readonly string[];
}

/** The questions of "Which package do they take?". */
export function PackageFields({ tiers, packs, tier, chosenPacks }: PackageFieldsProps) {
  return (
    <>
      <RadioGroup
        name="tier"
        legend="Package"
        size="touch"
        defaultValue={tier}
        options={tiers.map((choice) => ({
          value: choice.id,
          label: choice.name,
          hint: `${choice.summary} ${choice.components} components.`,
        }))}
      />
      <fieldset className="text-16">
        <legend className="font-medium">
          Packs <span className="font-normal text-ink-muted">(optional)</span>
        </legend>
        <div className="mt-1 grid">
          {packs.map((choice) => (
            <Checkbox
              key={choice.id}
              size="touch"
              name="packs"
              value={choice.id}
              defaultChecked={chosenPacks.includes(choice.id)}
              label={choice.name}
              hint={choice.summary}
            />
          ))}
        </div>
      </fieldset>
    </>
  );
}
