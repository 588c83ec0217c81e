import type { Metadata } from 'next';
import { changeSettingsAction } from '@/app/(board)/clients/[slug]/components/[component]/actions';
import { openClient, orNotFound } from '@/app/(board)/clients/[slug]/open-client';
import { AnswerList } from '@/components/clients/answer-list';
import { ComponentFacts } from '@/components/clients/component-facts';
import { RedactedSlots } from '@/components/clients/redacted-slots';
import { Section } from '@/components/clients/section';
import { SettingsForm } from '@/components/clients/settings-form';
import { PageHead } from '@/components/ui/page-head';
import { TextLink } from '@/components/ui/text-link';
import { may } from '@/lib/auth/permissions';
import {
  type AnsweredSetting,
  listClientComponents,
  readComponentSettings,
} from '@/lib/clients/component-queries';
import { countMissing, missingWords } from '@/lib/clients/missing';
import { listRedactedSlots } from '@/lib/clients/slot-queries';
import { formBasis } from '@/lib/clients/stale-form';
import { listOutdated } from '@/lib/runbook/installed-drift';

interface Props {
  params: Promise<{ slug: string; component: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { component } = await params;
  const { client } = await openClient(params, `/components/${encodeURIComponent(component)}`);
  return { title: `A component of ${client.name}` };
}

export default async function ComponentPage({ params }: Props) {
  const { component: componentId } = await params;
  const { actor, client } = await openClient(params, `/components/${encodeURIComponent(componentId)}`);
  const settings = await orNotFound(readComponentSettings(actor, client.id, componentId));
  const [components, slots, outdated] = await Promise.all([
    listClientComponents(actor, client.id),
    listRedactedSlots(actor, client.id),
    listOutdated(actor, client.id),
  ]);
  const component = components.find((each) => each.id === componentId);
  const own = slots.filter((slot) => slot.componentId === componentId);
  const mayChange = may(actor, 'client.write') && client.offboardedAt === null && client.submittedAt !== null;
  const record = `/clients/${client.slug}`;
  return (
    <>
      <PageHead
        back={{ href: record, label: <bdi>{client.name}</bdi> }}
        title={component?.name}
        facts={component?.summary}
      />
      <div className="grid gap-8">
        <Section
          id="installed"
          title="State"
          beside={<TextLink href={`/catalogue/${componentId}`}>In the catalogue</TextLink>}
        >
          <ComponentFacts
            row={{
              missing: missingWords(countMissing(component?.missing ?? [])),
              installations: component?.installations ?? [],
              outdated: outdated.filter((each) => each.componentId === componentId),
            }}
          />
        </Section>
        {settings.length > 0 && (
          <Section id="settings" title="Settings">
            {mayChange ? (
              <SettingsForm
                action={changeSettingsAction.bind(null, { clientId: client.id, componentId })}
                basis={formBasis(
                  Object.fromEntries(settings.map(({ setting, value }) => [setting.key, value])),
                )}
                questions={settings.map(asQuestion)}
              />
            ) : (
              <AnswerList answers={settings.map(asAnswer)} />
            )}
          </Section>
        )}
        {own.length > 0 && (
          <Section
            id="slots"
            title="Credentials"
            beside={<TextLink href={`${record}/credentials#${own[0]?.slotId}`}>Open them</TextLink>}
          >
            <RedactedSlots slots={own} oneComponent />
          </Section>
        )}
      </div>
    </>
  );
}

function asQuestion({ setting, value }: AnsweredSetting) {
  return {
    value,
    question: {
      key: setting.key,
      label: setting.label,
      hint: setting.hint ?? null,
      kind: setting.kind,
      choices: setting.choices ?? [],
      formatHint: setting.format?.hint ?? null,
      whereToGet: setting.whereToGet ?? null,
      required: setting.required && setting.captured === 'wizard',
    },
  };
}

function asAnswer({ setting, value, updatedBy, updatedAt }: AnsweredSetting) {
  const choice = setting.choices?.find((each) => each.value === value);
  return {
    key: setting.key,
    label: setting.label,
    words: choice?.label ?? value,
    code: setting.kind === 'text',
    updatedBy,
    updatedAt,
  };
}
