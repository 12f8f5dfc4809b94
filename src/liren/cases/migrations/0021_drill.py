"""Cases begun for a drill: apart from the views that insight reads, from the street, and nobody's report."""

from pathlib import Path

from django.db import migrations, models

FACTS = (Path(__file__).resolve().parent.parent / "facts.sql").read_text("utf-8")


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0020_incoming_invite'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='cases_case_open',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='cases_case_street',
        ),
        migrations.AddField(
            model_name='case',
            name='drill',
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ('reported', 'filed', 'dispatched', 'arbitration', 'in_progress', 'suspended', 'feedback'))), fields=['town', 'sort_at'], include=('id', 'state', 'kind', 'secrecy', 'scope', 'county', 'community', 'grid', 'area', 'placed', 'returns', 'relief', 'unit', 'about_unit', 'next_due_at', 'drill'), name='cases_case_open'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('drill__isnull', False)), fields=['drill'], name='cases_case_drill'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.OrderBy(models.F('reported_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('about_unit__isnull', True), ('drill__isnull', True), ('parent__isnull', True), ('secrecy', 0)), include=('kind', 'state', 'lat', 'lon'), name='cases_case_street'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('drill__isnull', True), models.Q(('about_unit__isnull', True), ('contactable', False), ('reporter__isnull', True), ('secrecy', 0)), _connector='OR'), name='cases_case_drill_nobody_reported'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'drill_over'), _negated=True), ('drill__isnull', False), _connector='OR'), name='cases_case_drill_over'),
        ),
        migrations.RunSQL(FACTS, "drop view fact_case_clock; drop view fact_case"),
    ]
