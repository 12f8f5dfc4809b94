"""Why a case was returned, so that returns can be counted by ground; and what was pressed for or drawn, found fast."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_desks'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='return_ground',
            field=models.CharField(db_collation='C', max_length=64, null=True),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('urges__gt', 0), ('escalation__gt', 0), _connector='OR'), fields=['town', 'reported_at'], name='cases_case_pressed'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('drawn', True)), fields=['town', 'reported_at'], name='cases_case_drawn'),
        ),
    ]
