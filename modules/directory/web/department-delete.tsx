import { ConfirmDialog, go, t, told } from '#web'
import { AFTER_CHANGE, type Department } from './departments.ts'

export function DeleteDepartment({
  department,
  onClose,
}: {
  department: Department
  onClose: () => void
}) {
  const { id, name, parent } = department
  return (
    <ConfirmDialog
      title={t('Delete {name}', { name })}
      text={t(
        'Only an empty department can be deleted: move its people and the departments below it elsewhere first. Leavers lose their place.',
      )}
      verb={t('Delete the department')}
      action="directory.department.delete"
      input={{ department: id }}
      refresh={AFTER_CHANGE}
      onDone={() => {
        if (location.pathname.startsWith('/contacts'))
          go(parent ? `/contacts/departments/${parent}` : '/contacts/all')
        told(t('{name} is deleted.', { name }))
      }}
      onClose={onClose}
    />
  )
}
