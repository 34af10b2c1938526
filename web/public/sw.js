// Shows notices that come while no window is open, and leads to what they are about.
self.addEventListener('push', (event) => {
  let notice = {}
  try {
    notice = event.data.json()
  } catch {}
  event.waitUntil(
    self.registration.showNotification(notice.title || 'Tenon', {
      body: notice.body || '',
      icon: '/icon-192.png',
      tag: notice.id || notice.notice,
      data: { link: notice.link || '/notices' },
    }),
  )
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const link = event.notification.data.link
  event.waitUntil(
    self.clients.matchAll({ type: 'window' }).then((windows) => {
      const open = windows[0]
      return open
        ? open.focus().then((window) => window.navigate(link))
        : self.clients.openWindow(link)
    }),
  )
})
