export * from './entities.ts'
export * from './events.ts'
export {
  newOrganisation,
  organisationOf,
  registerOrganisation,
  slugTaken,
  type NewOrganisation,
  type OrganisationBrief,
} from './organisations.ts'
export {
  addMembership,
  membershipsOf,
  removeMembership,
  useMembership,
  type MembershipBrief,
} from './memberships.ts'
export { project, unproject, type PartyView } from './project.ts'
