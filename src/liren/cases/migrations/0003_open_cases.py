"""Indexes over open cases only: the counts of a desk and what lies close by, whatever has ended."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_guards'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ('reported', 'filed', 'dispatched', 'arbitration', 'in_progress', 'suspended', 'feedback'))), fields=['town', 'sort_at'], include=('id', 'state', 'kind', 'secrecy', 'scope', 'county', 'community', 'grid', 'area', 'placed', 'returns', 'relief', 'unit', 'about_unit', 'next_due_at'), name='cases_case_open'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ('reported', 'filed', 'dispatched', 'arbitration', 'in_progress', 'suspended', 'feedback'))), fields=['kind', 'lat'], name='cases_case_alike'),
        ),
    ]
