"""揭榜挂帅 portal: the kernel that calls, applications and reviews stand on.

Nothing is imported here, so that `portal.running` works before Django is installed;
`portal.apps` brings in the Celery app.
"""
