import type { Metadata } from 'next';
import {
  changeRoleAction,
  disableAction,
  enableAction,
  inviteAction,
  newPasswordLinkAction,
  removeSecondFactorAction,
  secondFactorRuleAction,
  withdrawAction,
  withdrawPasswordLinkAction,
} from '@/app/(board)/people/actions';
import { NotAllowed } from '@/components/auth/not-allowed';
import { Invitations } from '@/components/people/invitations';
import { InviteDialog } from '@/components/people/invite-dialog';
import { OpenPasswordLinks } from '@/components/people/open-password-links';
import { PeopleTable } from '@/components/people/people-table';
import { SecondFactorRuleForm } from '@/components/people/second-factor-rule-form';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { listInvitations, listNewPasswordLinks, listPeople } from '@/lib/auth/people-queries';
import { may } from '@/lib/auth/permissions';
import { readSecondFactorRule } from '@/lib/auth/second-factor-queries';
import { requireReader } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'People' };

const actions = {
  changeRole: changeRoleAction,
  disable: disableAction,
  enable: enableAction,
  makeNewPasswordLink: newPasswordLinkAction,
  removeSecondFactor: removeSecondFactorAction,
};

export default async function PeoplePage() {
  const { actor } = await requireReader('/people');
  if (!may(actor, 'people.manage')) {
    return <NotAllowed what="Admins invite people here and give them their roles." />;
  }
  const [people, invitations, links, rule] = await Promise.all([
    listPeople(actor),
    listInvitations(actor),
    listNewPasswordLinks(actor),
    readSecondFactorRule(actor),
  ]);
  const active = people.filter((person) => person.disabledAt === null).length;
  return (
    <>
      <PageHead
        title="People"
        facts={`${active} active, ${people.length - active} disabled`}
        actions={<InviteDialog action={inviteAction} />}
      />
      <PeopleTable people={people} readerId={actor.id} actions={actions} />
      <section className="mt-8">
        {invitations.length === 0 ? (
          <EmptyState title="No open invitations">
            Invite somebody: you get a link to send, and they choose their own password with it.
          </EmptyState>
        ) : (
          <>
            <h2 className="mb-2 font-semibold text-16">Open invitations</h2>
            <Invitations invitations={invitations} withdraw={withdrawAction} />
          </>
        )}
      </section>
      {links.length > 0 && (
        <section aria-labelledby="password-links" className="mt-8">
          <h2 id="password-links" className="mb-2 font-semibold text-16">
            Open new password links
          </h2>
          <OpenPasswordLinks links={links} withdraw={withdrawPasswordLinkAction} />
        </section>
      )}
      <section aria-labelledby="second-factor" className="mt-8">
        <h2 id="second-factor" className="mb-2 font-semibold text-16">
          Second factor
        </h2>
        <SecondFactorRuleForm action={secondFactorRuleAction} roles={rule} />
      </section>
    </>
  );
}
